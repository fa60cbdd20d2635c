package io.echosdk.biometric.bluez;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.LiveSources;
import java.util.ArrayList;
import java.util.List;

/** Takes intervals from the mock strap; prints what came and how the source was. */
final class StrapLoopback {

  private StrapLoopback() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> states = new ArrayList<>();
    int[] counts = new int[2];
    float[] last = new float[2];
    try (EchoRuntime runtime = EchoRuntime.create()) {
      System.out.println("survey " + BluetoothSurvey.look());
      BiometricSource source = LiveSources.strap(runtime, arguments[0]);
      long end = runtime.clock().nanos() + 25_000_000_000L;
      boolean back = false;
      while (runtime.clock().nanos() < end && !back) {
        long next =
            source.poll(
                runtime.clock().nanos(),
                (signal, time, origin, samples, offset, frames, flags) -> {
                  int place = signal.name().equals("rr") ? 0 : 1;
                  counts[place]++;
                  last[place] = samples[offset];
                });
        SourceState state = source.state();
        String name = state.getClass().getSimpleName();
        if (states.isEmpty() || !states.get(states.size() - 1).equals(name)) {
          states.add(name);
        }
        back = states.indexOf("Reconnecting") > 0 && name.equals("Live");
        runtime.clock().sleepUntil(next);
      }
      source.close();
      System.out.println("states " + states);
      System.out.println("rr " + (counts[0] > 10) + " " + last[0]);
      System.out.println("hr " + (counts[1] > 5) + " " + last[1]);
      System.out.println("threads " + runtime.liveThreads());
    } catch (BiometricException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
    }
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().toLowerCase().contains("dbus"))
        .forEach(thread -> System.out.println("left " + thread.getName()));
  }
}
