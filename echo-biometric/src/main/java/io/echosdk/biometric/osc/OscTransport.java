package io.echosdk.biometric.osc;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears Open Sound Control on a UDP port. A datagram that equals the one before and follows it
 * within half a sample is a copy made by the network, and left out.
 */
public final class OscTransport implements LiveTransport {

  private static final int MAX_DATAGRAM = 65_536;
  private static final float BAD_CONTACT = 4; // of the horseshoe: 1 good, 2 fair, 4 bad

  private final OscLayout layout;
  private final List<Signal> signals;
  private final InetSocketAddress address;
  private final float[] sample = new float[256];
  private DatagramChannel channel; // guarded by this
  private boolean closed; // guarded by this
  private ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
  private ByteBuffer before = ByteBuffer.allocate(MAX_DATAGRAM).limit(0);
  private long beforeNanos;
  private long arrivalNanos;
  private boolean leadOff;

  /**
   * Takes the port.
   *
   * @param layout which addresses carry what
   * @param address where to listen; port 0 takes a free one
   * @throws BiometricException if the port is taken or may not be used
   */
  public OscTransport(OscLayout layout, InetSocketAddress address) {
    this.layout = layout;
    signals = layout.signals().stream().map(each -> each.signal()).toList();
    channel = bind(address);
    try {
      this.address = (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw unusable(address, e);
    }
  }

  private static DatagramChannel bind(InetSocketAddress address) {
    DatagramChannel opened = null;
    try {
      opened = DatagramChannel.open();
      return opened.bind(address);
    } catch (IOException | RuntimeException e) { // an unresolved address is no IOException
      closeQuietly(opened);
      throw unusable(address, e);
    }
  }

  private static void closeQuietly(@Nullable DatagramChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // the channel is of no use any more, whatever its end says
    }
  }

  private static BiometricException unusable(InetSocketAddress address, Exception cause) {
    return new BiometricException(
        BiometricException.Kind.NOT_FOUND,
        "cannot listen on UDP " + address + " (" + cause.getMessage() + ")",
        "choose another port, or end the program that holds it",
        cause);
  }

  /** Returns where this listens. */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void run(LiveFeed feed) throws InterruptedException {
    DatagramChannel open = open();
    try {
      while (true) {
        datagram.clear();
        open.receive(datagram);
        arrivalNanos = feed.nowNanos();
        datagram.flip();
        feed.connected();
        take(feed);
      }
    } catch (ClosedChannelException e) {
      throw new InterruptedException(); // by close() or by the interruption that it sends
    } catch (IOException e) {
      closeQuietly(open);
      throw new BiometricException(
          BiometricException.Kind.SOURCE_LOST,
          "UDP " + address + " broke (" + e.getMessage() + ")",
          "check the network",
          e);
    }
  }

  private synchronized DatagramChannel open() throws InterruptedException {
    if (closed) {
      throw new InterruptedException();
    }
    if (!channel.isOpen()) {
      channel = bind(address);
    }
    return channel;
  }

  private void take(LiveFeed feed) {
    if (datagram.equals(before) && arrivalNanos - beforeNanos < halfSampleNanos()) {
      feed.repeated();
      return;
    }
    try {
      OscReader.read(datagram.duplicate(), message -> take(message, feed));
    } catch (BiometricException e) {
      feed.unreadable(e.problem());
    }
    ByteBuffer free = before;
    before = datagram; // keeps position 0 and its limit
    datagram = free;
    beforeNanos = arrivalNanos;
  }

  private double halfSampleNanos() {
    double fastest = signals.stream().mapToDouble(Signal::sampleRateHz).max().orElse(1);
    return 0.5e9 / fastest;
  }

  private void take(OscMessage message, LiveFeed feed) {
    int place = layout.place(message.address());
    if (place < 0) {
      noteContact(message);
      return;
    }
    Signal signal = signals.get(place);
    int width = signal.channels().size();
    List<Object> values =
        message.arguments().size() == 1 && message.arguments().get(0) instanceof List<?> array
            ? List.copyOf(array)
            : message.arguments();
    OscMessage flat = new OscMessage(message.address(), message.timeTag(), values);
    for (int c = 0; c < width; c++) {
      sample[c] = c < values.size() ? flat.number(c) : Float.NaN;
    }
    int flags = leadOff && signal.kind() == SignalKind.EEG ? SampleSink.LEAD_OFF : 0;
    feed.samples(place, LiveFeed.UNSTAMPED, arrivalNanos, sample, 0, 1, flags);
  }

  /** The headband says whether it sits on a head, and how well each sensor does. */
  private void noteContact(OscMessage message) {
    String what = OscLayout.withoutSender(message.address());
    if (what.equals("/elements/touching_forehead") && !message.arguments().isEmpty()) {
      leadOff = message.number(0) == 0;
    } else if (what.equals("/elements/horseshoe") && !message.arguments().isEmpty()) {
      boolean anyGood = false;
      for (int i = 0; i < message.arguments().size(); i++) {
        anyGood |= message.number(i) < BAD_CONTACT;
      }
      leadOff = !anyGood;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeQuietly(channel);
  }
}
