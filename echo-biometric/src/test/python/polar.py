"""A Polar device on a private bus: polar.py BUS [STATUS]. Streams what is asked for over its control point, ten times a second.

The first request for acceleration is refused because the device is in its charger, and that for ECG with STATUS if one is given. Eight
packets after all streams run the link breaks, and comes back four packets later.
"""

import struct
import sys
import time

import strap

PMD = "fb005c8%d-02e7-f387-1cad-8acd2d8df0c8"
ECG, PPG, ACCELERATION, INTERVALS = 0, 1, 2, 3
CONTROL = strap.SERVICE + "/char0021"
DATA = strap.SERVICE + "/char0031"
CHARGING = 13
ANSWER = """
asked = self.asked = getattr(self, "asked", [])
message = [int(b) for b in args[0]]
status = 0
if message[0] == 2:
    charging = message[1] == 2 and message not in asked
    status = 13 if charging else %d if message[1] == 0 else 0
asked.append(message)
# of compressed acceleration: 0.000244 g a number
factor = [5, 1, 0x9e, 0xd8, 0x7f, 0x39] if message[1] == 2 else []
value = dbus.Array([0xf0] + message[:2] + [status, 0] + (factor if status == 0 else []), signature="y")
self.EmitSignal(
    "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
    ["org.bluez.GattCharacteristic1", dbus.Dictionary({"Value": value}, signature="sv"), dbus.Array([], signature="s")])
"""


def play(bus, mock):
    device = strap.device_on(bus, mock)
    rate = strap.characteristic(bus, device, strap.MEASUREMENT, "00002a37-0000-1000-8000-00805f9b34fb")
    status = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    write = [("WriteValue", "aya{sv}", "", ANSWER % status)]
    control = strap.characteristic(bus, device, CONTROL, PMD % 1, write)
    data = strap.characteristic(bus, device, DATA, PMD % 2)
    print("ready", flush=True)
    tick = link = 0
    told = False
    while True:
        time.sleep(0.1)
        if link == 8:  # out of reach; what is queued comes all the same
            device.UpdateProperties("org.bluez.Device1", {"Connected": False})
        if link == 12:
            device.UpdateProperties("org.bluez.Device1", {"Connected": True})
        strap.notify(rate, strap.PACKET)
        running, starts, stops = streams(control)
        if stops == 4 and not told:
            told = True
            print(f"stopped after {starts} starts", flush=True)
        for packet in packets(tick):
            if packet[0] in running:
                strap.notify(data, list(packet))
        tick += 1
        link += 1 if ACCELERATION in running else 0


def streams(control):
    """What was started and not stopped; acceleration at the second request."""
    running, starts, stops = set(), 0, 0
    charging = True
    for call in control.GetCalls():
        if call[1] == "WriteValue":
            request, kind = int(call[2][0][0]), int(call[2][0][1])
            starts += request == 2
            stops += request == 3
            if request == 2 and kind == ACCELERATION and charging:
                charging = False
            elif request == 2:
                running.add(kind)
            else:
                running.discard(kind)
    return running, starts, stops


def packets(tick):
    """A tenth of a second of each stream, stamped with the device's time of its last sample."""
    now = (tick + 1) * 100_000_000
    wave = [1000 * ((tick * 13 + i) % 2) - 500 for i in range(13)]  # mV: -0.5, 0.5
    yield bytes([ECG]) + struct.pack("<QB", now, 0) + b"".join(v.to_bytes(3, "little", signed=True) for v in wave)
    whole = struct.pack("<hhh", 0, 100 * (tick % 2), 4096)
    block = bytes([8, 4]) + bytes([1, 0, 0] * 4)  # x grows by one a sample
    yield bytes([ACCELERATION]) + struct.pack("<QB", now, 0x80) + whole + block
    light = b"".join(v.to_bytes(3, "little") for v in (100_000 + tick, 200_000, 300_000, 7))
    yield bytes([PPG]) + struct.pack("<QB", now, 0x80) + light + bytes([8, 5]) + bytes([1, 0, 0, 0] * 5)
    # one good interval with an error of 10 ms, one while the arm moved, one off the skin
    yield bytes([INTERVALS]) + struct.pack("<QB", 0, 0) + b"".join(
        struct.pack("<BHHB", 75, 800 + flags, 10, flags) for flags in (6, 7, 4)
    )


strap.main(play)
