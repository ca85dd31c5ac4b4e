// Java's own ways to copy, as a worker of copybench: java Peer.java <strategy>. docs/peers.md.
// One file, Java 11, no library: `java Peer.java` compiles and runs it.

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

public class Peer {
  static final int PROTOCOL = 2;

  public static void main(String[] args) throws IOException {
    Strategy strategy = Strategy.named(args.length > 0 ? args[0] : "");
    sun.misc.Signal.handle(new sun.misc.Signal("INT"), sun.misc.SignalHandler.SIG_IGN);
    // stdout carries the protocol: whatever else is printed goes to stderr.
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    System.setOut(System.err);

    send(out, object("type", "ready", "protocol", PROTOCOL, "strategy", strategy.name(),
        "version", strategy.version()));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in,
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      send(out, answer(strategy, decode(line)));
    }
  }

  static void send(PrintStream out, Map<String, Object> message) {
    StringBuilder line = new StringBuilder();
    Json.print(message, line);
    out.print(line.append('\n'));
    out.flush();
  }

  static Map<String, Object> answer(Strategy strategy, Request request) {
    try {
      return object("type", "sample", "id", request.id, "report", Sample.take(strategy, request));
    } catch (Exception error) {
      // What was sent of a failed copy cannot be taken back: the next one gets a new connection.
      strategy.disconnect();
      return object("type", "failure", "id", request.id, "error", Failure.describe(error, request));
    }
  }

  static Request decode(String line) {
    try {
      return new Request(Json.parse(line));
    } catch (IllegalArgumentException | ClassCastException | NullPointerException error) {
      String shown = line.length() > 200 ? line.substring(0, 200) + "..." : line;
      System.err.println("This line is no message of the worker protocol: " + shown + ": " + error.getMessage());
      System.exit(1);
      throw error;
    }
  }

  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) made.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return made;
  }
}

/** One copy that is asked for. */
class Request {
  final long id;
  final long sizeBytes;
  final String route;
  final String source;
  final String destination;
  final Map<?, ?> endpoint;

  Request(Object message) {
    Map<?, ?> fields = (Map<?, ?>) message;
    if (!"copy".equals(fields.get("type"))) throw new IllegalArgumentException("no copy request");
    id = (Long) fields.get("id");
    sizeBytes = (Long) fields.get("sizeBytes");
    route = (String) fields.get("route");
    if (!"file-to-file".equals(route) && !"file-to-socket".equals(route)) {
      throw new IllegalArgumentException("no route of this peer: " + route);
    }
    source = needed(fields, "source");
    destination = isToSocket() ? null : needed(fields, "destination");
    endpoint = isToSocket() ? (Map<?, ?>) fields.get("endpoint") : null;
    if (isToSocket()) needed(endpoint, "token");
  }

  boolean isToSocket() {
    return "file-to-socket".equals(route);
  }

  private static String needed(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String) return (String) fields.get(name);
    throw new IllegalArgumentException("it lacks " + name);
  }
}

/** One way to copy. */
abstract class Strategy {
  private Connection connection;

  abstract String name();

  abstract String calls();

  /** Bytes moved to a new file. */
  abstract long toFile(String source, String destination) throws IOException;

  /** Bytes moved to the socket. */
  abstract long toSocket(String source, Connection sink) throws IOException;

  abstract Connection open(Map<?, ?> endpoint) throws IOException;

  static Strategy named(String name) {
    for (Strategy known : new Strategy[] {new ReadWrite(), new TransferTo()}) {
      if (known.name().equals(name)) return known;
    }
    System.err.println("No strategy is named \"" + name + "\"; there are java-read-write-4k, java-transfer-to.");
    System.exit(1);
    throw new IllegalStateException();
  }

  String version() {
    return "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + "), "
        + calls() + "; TCP " + Congestion.words();
  }

  Connection connectionTo(Map<?, ?> endpoint) throws IOException {
    if (connection != null && connection.endpoint.equals(endpoint)) return connection;
    disconnect();
    Connection opened = open(endpoint);
    try {
      opened.out.write(((String) endpoint.get("token")).getBytes(StandardCharsets.US_ASCII));
      opened.out.flush();
      opened.expectByte("welcome");
    } catch (IOException error) {
      opened.close();
      throw error;
    }
    connection = opened;
    return connection;
  }

  void disconnect() {
    if (connection != null) connection.close();
    connection = null;
  }
}

/** The article's traditional program: a buffer of 4 KiB between two streams. */
class ReadWrite extends Strategy {
  private final byte[] buffer = new byte[4096];

  @Override String name() { return "java-read-write-4k"; }

  @Override String calls() { return "FileInputStream and DataOutputStream"; }

  /** FileOutputStream would overwrite: one more look at the name keeps an existing file as it is. */
  @Override long toFile(String source, String destination) throws IOException {
    try (InputStream in = new FileInputStream(source)) {
      if (Files.exists(Paths.get(destination), LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(destination);
      }
      try (DataOutputStream out = new DataOutputStream(new FileOutputStream(destination))) {
        return pump(in, out);
      }
    }
  }

  @Override long toSocket(String source, Connection sink) throws IOException {
    try (InputStream in = new FileInputStream(source)) {
      return pump(in, sink.out);
    }
  }

  private long pump(InputStream in, DataOutputStream out) throws IOException {
    long total = 0;
    int filled;
    while ((filled = in.read(buffer)) >= 0) {
      out.write(buffer, 0, filled);
      total += filled;
    }
    return total;
  }

  /** java.net.Socket as in the article; it knows no unix sockets, for which a channel's streams stand in. */
  @Override Connection open(Map<?, ?> endpoint) throws IOException {
    if ("unix".equals(endpoint.get("kind"))) return Connection.ofChannel(endpoint);
    Socket socket = new Socket();
    try {
      socket.getReuseAddress(); // Makes the descriptor, which is otherwise not there before the handshake.
      Congestion.unpace(socket);
      socket.connect(Connection.addressOf(endpoint));
    } catch (IOException error) {
      socket.close();
      throw error;
    }
    return new Connection(endpoint, socket, null, socket.getInputStream(), socket.getOutputStream(),
        Congestion.of(socket));
  }
}

/** The article's zero-copy program: FileChannel.transferTo. */
class TransferTo extends Strategy {
  @Override String name() { return "java-transfer-to"; }

  @Override String calls() { return "FileChannel.transferTo"; }

  @Override long toFile(String source, String destination) throws IOException {
    try (FileChannel in = FileChannel.open(Paths.get(source), StandardOpenOption.READ);
        FileChannel out = FileChannel.open(Paths.get(destination),
            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return transfer(in, out);
    }
  }

  @Override long toSocket(String source, Connection sink) throws IOException {
    try (FileChannel in = FileChannel.open(Paths.get(source), StandardOpenOption.READ)) {
      return transfer(in, sink.channel);
    }
  }

  private static long transfer(FileChannel in, WritableByteChannel out) throws IOException {
    long size = in.size();
    long done = 0;
    while (done < size) {
      long moved = in.transferTo(done, size - done, out);
      if (moved == 0) break; // The file became shorter.
      done += moved;
    }
    return done;
  }

  @Override Connection open(Map<?, ?> endpoint) throws IOException {
    return Connection.ofChannel(endpoint);
  }
}

/** The connection of a socket route: opened when its endpoint is first seen, and kept. */
class Connection {
  final Map<?, ?> endpoint;
  final SocketChannel channel;
  final DataOutputStream out;
  private final InputStream in;
  private final AutoCloseable socket;
  /** What this end sends under, or null. */
  final String congestion;

  Connection(Map<?, ?> endpoint, AutoCloseable socket, SocketChannel channel, InputStream in, OutputStream out,
      String congestion) {
    this.congestion = congestion;
    this.endpoint = endpoint;
    this.socket = socket;
    this.channel = channel;
    this.in = in;
    this.out = new DataOutputStream(out);
  }

  static Connection ofChannel(Map<?, ?> endpoint) throws IOException {
    SocketAddress address = addressOf(endpoint);
    boolean isTcp = "tcp".equals(endpoint.get("kind"));
    SocketChannel channel = isTcp ? SocketChannel.open() : SocketChannel.open(address);
    try {
      if (isTcp) Congestion.unpace(channel);
      if (isTcp) channel.connect(address);
    } catch (IOException error) {
      channel.close();
      throw error;
    }
    return new Connection(endpoint, channel, channel, Channels.newInputStream(channel),
        Channels.newOutputStream(channel), isTcp ? Congestion.of(channel) : null);
  }

  static SocketAddress addressOf(Map<?, ?> endpoint) throws IOException {
    if (!"unix".equals(endpoint.get("kind"))) {
      return new InetSocketAddress((String) endpoint.get("host"), Math.toIntExact((Long) endpoint.get("port")));
    }
    try { // By name, because this file must compile on Java 11.
      Method of = Class.forName("java.net.UnixDomainSocketAddress").getMethod("of", String.class);
      return (SocketAddress) of.invoke(null, endpoint.get("path"));
    } catch (ReflectiveOperationException error) {
      throw new IOException("Unix sockets need Java 16 or newer; this is " + System.getProperty("java.version") + ".");
    }
  }

  void expectByte(String what) throws IOException {
    if (in.read() == -1) throw new EOFException("Connection reset by peer: closed before its " + what);
  }

  void close() {
    try {
      socket.close();
    } catch (Exception error) {
      System.err.println("A connection could not be closed: " + error);
    }
  }
}

/**
 * Java has no way to choose TCP congestion control, and a pacing default such as bbr would be what is measured.
 * Where the default paces, this asks for reno through the JDK's own internals (opened by --add-opens): they take
 * an int as the value of an option, and "reno" is the one name of four bytes. Refused, the default stays.
 */
class Congestion {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_CONGESTION = 13;
  private static final int RENO = 'r' | 'e' << 8 | 'n' << 16 | 'o' << 24;
  private static final Path AVAILABLE = Paths.get("/proc/sys/net/ipv4/tcp_available_congestion_control");
  private static final Path DEFAULT = Paths.get("/proc/sys/net/ipv4/tcp_congestion_control");
  private static final String STANDARD = standard();

  static String words() {
    if (!isPaced()) return STANDARD;
    try (SocketChannel trial = SocketChannel.open()) {
      set(descriptorOf(trial));
      return "reno instead of " + STANDARD;
    } catch (ReflectiveOperationException | RuntimeException | IOException error) {
      return STANDARD + ", which paces";
    }
  }

  static void unpace(SocketChannel channel) {
    unpace(() -> descriptorOf(channel));
  }

  static void unpace(Socket socket) {
    unpace(() -> descriptorOf(socket));
  }

  /** What the connection sends under; null where that cannot be told. */
  static String of(SocketChannel channel) {
    return of(() -> descriptorOf(channel));
  }

  static String of(Socket socket) {
    return of(() -> descriptorOf(socket));
  }

  /** Asked for, too, an option is an int: the first four bytes of the name, which tell it from the others there are. */
  private static String of(Descriptor descriptor) {
    try {
      Method get = Class.forName("sun.nio.ch.Net").getDeclaredMethod("getIntOption0",
          FileDescriptor.class, boolean.class, int.class, int.class);
      get.setAccessible(true);
      int value = (Integer) get.invoke(null, descriptor.get(), false, IPPROTO_TCP, TCP_CONGESTION);
      for (String name : Files.readString(AVAILABLE).trim().split(" ")) {
        if (firstBytesOf(name) == value) return name;
      }
      return null;
    } catch (ReflectiveOperationException | RuntimeException | IOException error) {
      return null;
    }
  }

  private static int firstBytesOf(String name) {
    int value = 0;
    for (int i = 0; i < Math.min(name.length(), 4); i++) value |= name.charAt(i) << 8 * i;
    return value;
  }

  private interface Descriptor {
    FileDescriptor get() throws ReflectiveOperationException;
  }

  private static void unpace(Descriptor descriptor) {
    if (!isPaced()) return;
    try {
      set(descriptor.get());
    } catch (ReflectiveOperationException | RuntimeException error) {
      System.err.println("reno was refused, " + STANDARD + " stays: " + error);
    }
  }

  private static boolean isPaced() {
    return STANDARD.startsWith("bbr");
  }

  private static String standard() {
    try {
      return Files.readString(DEFAULT).trim();
    } catch (IOException error) {
      return "congestion control unknown";
    }
  }

  private static void set(FileDescriptor descriptor) throws ReflectiveOperationException {
    Method set = Class.forName("sun.nio.ch.Net").getDeclaredMethod("setIntOption0",
        FileDescriptor.class, boolean.class, int.class, int.class, int.class, boolean.class);
    set.setAccessible(true);
    set.invoke(null, descriptor, false, IPPROTO_TCP, TCP_CONGESTION, RENO, false);
  }

  private static FileDescriptor descriptorOf(SocketChannel channel) throws ReflectiveOperationException {
    Method get = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFD");
    get.setAccessible(true);
    return (FileDescriptor) get.invoke(channel);
  }

  private static FileDescriptor descriptorOf(Socket socket) throws ReflectiveOperationException {
    Field impl = Socket.class.getDeclaredField("impl");
    impl.setAccessible(true);
    Method get = SocketImpl.class.getDeclaredMethod("getFileDescriptor");
    get.setAccessible(true);
    return (FileDescriptor) get.invoke(impl.get(socket));
  }
}

/** One copy with its clock. */
class Sample {
  static Map<String, Object> take(Strategy strategy, Request request) throws IOException {
    Connection sink = request.isToSocket() ? strategy.connectionTo(request.endpoint) : null;
    System.gc();
    Resources before = new Resources();
    long startedNs = System.nanoTime();
    Long sentNs = null;
    if (sink == null) {
      strategy.toFile(request.source, request.destination);
    } else {
      long sent = strategy.toSocket(request.source, sink);
      if (sent != request.sizeBytes) {
        throw new IllegalStateException(request.source + " gave " + sent + " of " + request.sizeBytes + " bytes.");
      }
      sentNs = System.nanoTime() - startedNs;
      sink.expectByte("acknowledgement");
    }
    long elapsedNs = System.nanoTime() - startedNs;
    return Peer.object("elapsedNs", elapsedNs, "sentNs", sentNs, "roundTripNs", elapsedNs,
        "usage", before.untilNow(), "systemCalls", null, "eventLoopDelayMaxNs", null,
        "congestion", sink == null ? null : sink.congestion);
  }
}

/**
 * What the copying thread used, as /proc tells it: compiler and collector threads are not in it. The CPU time is
 * exact as a sum only, and is given as user time. The peak is that of the whole process.
 */
class Resources {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Path STATUS = Paths.get("/proc/thread-self/status");
  private static final Path STAT = Paths.get("/proc/thread-self/stat");

  private final boolean peakIsFresh = resetPeak();
  private final long[] counts = counts();
  private final long cpuNs = THREADS.getCurrentThreadCpuTime(); // Last: what this reading costs is not the copy's.

  /** The difference to now, or null where there is no such /proc. */
  Map<String, Object> untilNow() {
    long usedNs = THREADS.getCurrentThreadCpuTime() - cpuNs;
    long[] now = counts();
    if (counts == null || now == null) return null;
    return Peer.object("cpuUserUs", usedNs / 1000, "cpuSystemUs", 0,
        "voluntarySwitches", now[0] - counts[0], "involuntarySwitches", now[1] - counts[1],
        "minorFaults", now[2] - counts[2], "majorFaults", now[3] - counts[3],
        "peakRssBytes", peakIsFresh ? now[4] : null);
  }

  /** Voluntary and involuntary switches, minor and major faults, peak resident set in bytes. */
  private static long[] counts() {
    try {
      String status = Files.readString(STATUS);
      String stat = Files.readString(STAT);
      // The name in parentheses may hold spaces: fields are counted from behind it, from field 3 on (proc_pid_stat(5)).
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new long[] {field(status, "voluntary_ctxt_switches:"), field(status, "nonvoluntary_ctxt_switches:"),
          Long.parseLong(fields[10 - 3]), Long.parseLong(fields[12 - 3]), field(status, "VmHWM:") * 1024};
    } catch (IOException error) {
      return null;
    }
  }

  private static long field(String status, String name) {
    for (String line : status.split("\n")) {
      if (line.startsWith(name)) return Long.parseLong(line.substring(name.length()).replace("kB", "").trim());
    }
    return 0;
  }

  /** Writing 5 to clear_refs sets the peak back (proc_pid_clear_refs(5)); false where that cannot be done. */
  private static boolean resetPeak() {
    try {
      Files.write(Paths.get("/proc/self/clear_refs"), new byte[] {'5'}, StandardOpenOption.WRITE);
      return true;
    } catch (IOException error) {
      return false;
    }
  }
}

/** An error in the shape that Node gives system errors. Java tells the C library's words and not the errno. */
class Failure {
  private static final Object[][] ERRORS = {
    {"No such file or directory", "ENOENT", 2}, {"Permission denied", "EACCES", 13},
    {"File exists", "EEXIST", 17}, {"Not a directory", "ENOTDIR", 20}, {"Is a directory", "EISDIR", 21},
    {"Too many open files", "EMFILE", 24}, {"File too large", "EFBIG", 27},
    {"No space left on device", "ENOSPC", 28}, {"Read-only file system", "EROFS", 30},
    {"Broken pipe", "EPIPE", 32}, {"File name too long", "ENAMETOOLONG", 36},
    {"Connection reset", "ECONNRESET", 104}, {"Connection refused", "ECONNREFUSED", 111},
    {"Disk quota exceeded", "EDQUOT", 122}, {"Input/output error", "EIO", 5},
  };

  static Map<String, Object> describe(Throwable error, Request request) {
    String message = wordsOf(error);
    for (Object[] known : ERRORS) {
      String words = (String) known[0];
      if (error instanceof IOException && message.contains(words)) {
        return shaped(words, (String) known[1], (Integer) known[2], placeOf(error, message, request));
      }
    }
    return Peer.object("name", error.getClass().getSimpleName(), "message", message);
  }

  private static String wordsOf(Throwable error) {
    if (error instanceof NoSuchFileException) return "No such file or directory";
    if (error instanceof FileAlreadyExistsException) return "File exists";
    if (error instanceof AccessDeniedException) return "Permission denied";
    return String.valueOf(error.getMessage());
  }

  /** The call that failed, and the path when it was open(2). Java names paths where it opens. */
  private static String[] placeOf(Throwable error, String message, Request request) {
    if (error instanceof FileSystemException && ((FileSystemException) error).getFile() != null) {
      return new String[] {"open", ((FileSystemException) error).getFile()};
    }
    if (error instanceof java.io.FileNotFoundException) {
      return new String[] {"open", message.replaceFirst(" \\([^)]*\\)$", "")};
    }
    if (!request.isToSocket()) return new String[] {"write", null};
    return new String[] {error instanceof java.net.ConnectException ? "connect" : "send", null};
  }

  private static Map<String, Object> shaped(String words, String code, int errno, String[] place) {
    String path = place[1] == null ? "" : " '" + place[1] + "'";
    Map<String, Object> shape = Peer.object("name", "Error",
        "message", code + ": " + words.toLowerCase(java.util.Locale.ROOT) + ", " + place[0] + path, "code", code);
    // These numbers are Linux's; another system's are not known here.
    if (System.getProperty("os.name").equals("Linux")) shape.put("errno", -errno);
    shape.put("syscall", place[0]);
    if (place[1] != null) shape.put("path", place[1]);
    return shape;
  }
}

/** JSON (RFC 8259), strict: what the protocol needs of it. Whole numbers are Long, others Double. */
class Json {
  private final String text;
  private int at = 0;

  private Json(String text) {
    this.text = text;
  }

  /** @throws IllegalArgumentException with the place, when `text` is not one JSON value */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    if (json.next() != 0) throw json.wrong("the end");
    return value;
  }

  static void print(Object value, StringBuilder out) {
    if (value instanceof Map) {
      String between = "{";
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.append(between);
        print(entry.getKey(), out);
        out.append(':');
        print(entry.getValue(), out);
        between = ",";
      }
      out.append(between.equals("{") ? "{}" : "}");
    } else if (value instanceof String) {
      printString((String) value, out);
    } else {
      out.append(value); // A number, a boolean or null.
    }
  }

  private static void printString(String value, StringBuilder out) {
    out.append('"');
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException(wanted + " was expected at column " + (at + 1));
  }

  /** The next character that is no white space, not yet taken; 0 at the end. */
  private char next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean takes(char wanted) {
    if (next() != wanted) return false;
    at++;
    return true;
  }

  private void take(char wanted) {
    if (!takes(wanted)) throw wrong("'" + wanted + "'");
  }

  private Object value(int depth) {
    if (depth > 100) throw wrong("an end of nesting");
    switch (next()) {
      case '{': return objectAt(depth);
      case '[': return arrayAt(depth);
      case '"': return string();
      case 't': return word("true", true);
      case 'f': return word("false", false);
      case 'n': return word("null", null);
      default: return number();
    }
  }

  private Map<String, Object> objectAt(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    take('{');
    if (takes('}')) return fields;
    do {
      if (next() != '"') throw wrong("a name");
      String name = string();
      take(':');
      fields.put(name, value(depth + 1));
    } while (takes(','));
    take('}');
    return fields;
  }

  private Object arrayAt(int depth) {
    java.util.List<Object> members = new java.util.ArrayList<>();
    take('[');
    if (takes(']')) return members;
    do members.add(value(depth + 1)); while (takes(','));
    take(']');
    return members;
  }

  private Object word(String word, Object meaning) {
    if (!text.startsWith(word, at)) throw wrong(word);
    at += word.length();
    return meaning;
  }

  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private Object number() {
    java.util.regex.Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) throw wrong("a value");
    at = matcher.end();
    boolean whole = matcher.group(2) == null && matcher.group(3) == null;
    if (whole) return Long.valueOf(matcher.group());
    return Double.valueOf(matcher.group());
  }

  private String string() {
    StringBuilder made = new StringBuilder();
    take('"');
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') return made.toString();
      if (c < ' ') break;
      made.append(c == '\\' ? escaped() : c);
    }
    throw wrong("the end of a string");
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) return "\"\\/\b\f\n\r\t".charAt(plain);
    if (c != 'u' || !text.substring(at).matches("(?s)[0-9a-fA-F]{4}.*")) throw wrong("an escape");
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }
}
