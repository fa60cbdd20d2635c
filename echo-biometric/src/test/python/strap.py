"""A strap on a private bus: BlueZ as python3-dbusmock plays it, with a heart rate service that notifies ten times a second."""

import signal
import subprocess
import sys
import time

import dbus
import dbusmock

ADAPTER = "hci0"
ADDRESS = "A0:9E:1A:00:00:01"
DEVICE = "/org/bluez/hci0/dev_" + ADDRESS.replace(":", "_")
SERVICE = DEVICE + "/service0010"
MEASUREMENT = SERVICE + "/char0011"
# flags: sensor contact present, intervals; 60 beats a minute; 1024 and 512 ticks
PACKET = dbus.Array([0x16, 60, 0x00, 0x04, 0x00, 0x02], signature="y")


def main(play):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the mock ends too
    bus = dbus.bus.BusConnection(sys.argv[1])
    mock = subprocess.Popen(
        [sys.executable, "-m", "dbusmock", "--template", "bluez5"],
        env={"DBUS_SYSTEM_BUS_ADDRESS": sys.argv[1], "DBUS_SESSION_BUS_ADDRESS": sys.argv[1], "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        play(bus, mock)
    finally:
        mock.terminate()
        mock.wait()


def device_on(bus, mock):
    """Returns the strap, connected and without any characteristic yet."""
    while not bus.name_has_owner("org.bluez"):
        if mock.poll() is not None:
            sys.exit("dbusmock ended")
        time.sleep(0.02)
    bluez = dbus.Interface(bus.get_object("org.bluez", "/org/bluez"), "org.bluez.Mock")
    bluez.AddAdapter(ADAPTER, "echo-test")
    bluez.AddDevice(ADAPTER, ADDRESS, "Echo strap")
    device = bus.get_object("org.bluez", DEVICE)
    device_mock = dbus.Interface(device, dbusmock.MOCK_IFACE)
    device_mock.AddMethod("org.bluez.Device1", "Connect", "", "", "")
    device_mock.UpdateProperties(
        "org.bluez.Device1",
        {"Connected": True, "UUIDs": dbus.Array(["0000180d-0000-1000-8000-00805f9b34fb"])},
    )
    return device_mock


def characteristic(bus, device, path, uuid, methods=()):
    """Adds one; returns what notifies of it."""
    device.AddObject(
        path,
        "org.bluez.GattCharacteristic1",
        {"UUID": uuid, "Service": dbus.ObjectPath(SERVICE), "Value": PACKET},
        [("StartNotify", "", "", ""), ("StopNotify", "", "", ""), *methods],
    )
    return dbus.Interface(bus.get_object("org.bluez", path), dbusmock.MOCK_IFACE)


def notify(strap, value):
    strap.EmitSignal(
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        "sa{sv}as",
        [
            "org.bluez.GattCharacteristic1",
            dbus.Dictionary({"Value": dbus.Array(value, signature="y")}, signature="sv"),
            dbus.Array([], signature="s"),
        ],
    )


def play(bus, mock):
    device_mock = device_on(bus, mock)
    strap = characteristic(bus, device_mock, MEASUREMENT, "00002a37-0000-1000-8000-00805f9b34fb")
    print("ready", flush=True)
    while not any(call[1] == "StartNotify" for call in strap.GetCalls()):
        time.sleep(0.02)
    beat = 0
    while True:
        time.sleep(0.1)
        pass_time(device_mock, strap, beat)
        beat += 1


def pass_time(device, strap, beat):
    if beat == 15:  # out of reach: the link breaks; a backlog comes all the same
        device.UpdateProperties("org.bluez.Device1", {"Connected": False})
    if beat == 20:
        device.UpdateProperties("org.bluez.Device1", {"Connected": True})
    notify(strap, PACKET)


if __name__ == "__main__":
    main(play)
