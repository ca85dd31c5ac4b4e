# Ruby's own ways to copy, as a worker of copybench: ruby peer.rb <strategy>. docs/peers.md.

require 'fcntl'
require 'fiddle'
require 'json'
require 'socket'

PROTOCOL = 2
TCP_CONGESTION = 13
LIBC = Fiddle.dlopen(nil)

# The source held fewer bytes than the request says.
class ShortCopy < StandardError; end

# splice(2): the io_splice gem where it is installed, else the C library through Fiddle.
module Splice
  begin
    require 'io/splice'
    CALLER = "the io_splice gem #{Gem.loaded_specs['io_splice']&.version}".strip
    CAPACITY = IO::Splice::PIPE_CAPA

    # Bytes moved; 0 at the end of the source.
    def self.call(from, to, length)
      IO.splice(from.fileno, nil, to.fileno, nil, length, 0)
    rescue EOFError
      0
    end
  rescue LoadError
    CALLER = 'Fiddle'.freeze
    CAPACITY = 65_536
    AVAILABLE = begin
      LIBC['splice']
    rescue Fiddle::DLError
      nil
    end
    FUNCTION = AVAILABLE && Fiddle::Function.new(
      AVAILABLE,
      [Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP, Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP,
       Fiddle::TYPE_SIZE_T, -Fiddle::TYPE_INT],
      Fiddle::TYPE_SSIZE_T
    )

    # Bytes moved; 0 at the end of the source.
    def self.call(from, to, length)
      raise NotImplementedError, 'This C library has no splice(2).' unless FUNCTION

      loop do
        moved = FUNCTION.call(from.fileno, nil, to.fileno, nil, length, 0)
        return moved unless moved == -1
        next if Fiddle.last_error == Errno::EINTR::Errno

        raise SystemCallError.new('splice', Fiddle.last_error)
      end
    end
  end
end

# The loop of the post: a pipe as a ring buffer in the kernel, one pipe capacity each time.
class RingBuffer
  def initialize
    @reader, @writer = IO.pipe
    [@reader, @writer].each { |io| block(io) }
  end

  def copy(source, sink)
    total = 0
    loop do
      filled = Splice.call(source, @writer, Splice::CAPACITY)
      return total if filled.zero?

      left = filled
      left -= Splice.call(@reader, sink, left) while left.positive?
      total += filled
    end
  end

  # What a failed copy left in the pipe must not get into the next one.
  def close
    @reader.close
    @writer.close
  end
end

class RubySplice
  NAME = 'ruby-splice'.freeze
  VERSION = "splice(2) by #{Splice::CALLER}".freeze

  def initialize
    @ring = RingBuffer.new
  end

  def move(source, sink)
    @ring.copy(source, sink)
  rescue StandardError
    @ring.close
    @ring = RingBuffer.new
    raise
  end
end

class RubyCopyStream
  NAME = 'ruby-copy-stream'.freeze
  # Between files and to a socket; where refused, Ruby reads and writes without telling (io.c).
  VERSION = 'IO.copy_stream: copy_file_range(2) or sendfile(2)'.freeze

  def move(source, sink)
    IO.copy_stream(source, sink)
  end
end

STRATEGIES = [RubySplice, RubyCopyStream].freeze

# Ruby makes pipes and sockets non-blocking; splice(2) would then give EAGAIN.
def block(io)
  io.fcntl(Fcntl::F_SETFL, io.fcntl(Fcntl::F_GETFL) & ~IO::NONBLOCK)
  io
end

# The connection of a socket route: opened when its endpoint is first seen, and kept.
class Connection
  def to(endpoint)
    return @socket if endpoint == @endpoint

    close
    @socket = connect(endpoint)
    @endpoint = endpoint
    @socket
  end

  def close
    @socket&.close
    @socket = @endpoint = nil
  end

  private

  def connect(endpoint)
    socket = open_socket(endpoint)
    socket.write(endpoint.fetch('token'))
    expect_byte(socket, 'welcome')
    block(socket)
  rescue StandardError
    socket&.close
    raise
  end

  def open_socket(endpoint)
    return UNIXSocket.new(endpoint.fetch('path')) if endpoint['kind'] == 'unix'

    # Before the handshake: a connection that began under bbr goes on being paced.
    socket = Socket.new(:INET, :STREAM)
    ask_for_cubic(socket)
    socket.connect(Socket.sockaddr_in(endpoint.fetch('port'), endpoint.fetch('host')))
    socket
  rescue SystemCallError
    socket&.close
    raise
  end

  # A pacing default such as bbr would be what is measured. Where cubic is refused the default stays.
  def ask_for_cubic(socket)
    socket.setsockopt(Socket::IPPROTO_TCP, TCP_CONGESTION, 'cubic')
  rescue SystemCallError => e
    warn "cubic was refused: #{e.message}"
  end
end

# The name of what this end sends under; nil for unix sockets and where the system does not tell.
def congestion_of(socket)
  socket.getsockopt(Socket::IPPROTO_TCP, TCP_CONGESTION).data.unpack1('Z*')
rescue SystemCallError
  nil
end

def expect_byte(socket, what)
  socket.readpartial(1)
rescue EOFError
  raise Errno::ECONNRESET, "closed before its #{what}"
end

# getrusage(2) by Fiddle: 18 longs, the first four of which are the seconds and microseconds of two times.
module Usage
  GETRUSAGE = Fiddle::Function.new(LIBC['getrusage'], [Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP], Fiddle::TYPE_INT)
  FIELDS = { minorFaults: 8, majorFaults: 9, voluntarySwitches: 16, involuntarySwitches: 17 }.freeze
  BUFFER = Fiddle::Pointer.malloc(256, Fiddle::RUBY_FREE)

  def self.now
    GETRUSAGE.call(0, BUFFER)
    BUFFER[0, 18 * Fiddle::SIZEOF_LONG].unpack('l!*')
  end

  def self.between(before, after, peak)
    difference = after.zip(before).map { |late, early| late - early }
    { cpuUserUs: [difference[0] * 1_000_000 + difference[1], 0].max,
      cpuSystemUs: [difference[2] * 1_000_000 + difference[3], 0].max,
      **FIELDS.transform_values { |index| difference[index] },
      peakRssBytes: peak }
  end

  # Sets the peak resident set back (proc_pid_clear_refs(5)); false where that cannot be done.
  def self.reset_peak
    File.write('/proc/self/clear_refs', '5')
    true
  rescue SystemCallError
    false
  end

  def self.peak
    kib = File.read('/proc/self/status')[/^VmHWM:\s+(\d+) kB/, 1]
    kib && kib.to_i * 1024
  end
end

# One copy with its clock.
class Copier
  def initialize(strategy)
    @strategy = strategy
    @connection = Connection.new
  end

  def answer(request)
    { type: 'sample', id: request['id'], report: sample(request) }
  rescue StandardError, NotImplementedError => e
    # What was sent of a failed copy cannot be taken back: the next one gets a new connection.
    @connection.close
    { type: 'failure', id: request['id'], error: wire_error(e, request) }
  end

  private

  def sample(request)
    socket = request['endpoint'] && @connection.to(request['endpoint'])
    GC.start
    peak_is_fresh = Usage.reset_peak
    before = Usage.now
    started_ns = monotonic_ns
    sent_ns = socket ? send_file(request, socket, started_ns) : copy_file(request)
    elapsed_ns = monotonic_ns - started_ns
    after = Usage.now
    { elapsedNs: elapsed_ns, sentNs: sent_ns, roundTripNs: elapsed_ns,
      usage: Usage.between(before, after, peak_is_fresh ? Usage.peak : nil),
      systemCalls: nil, eventLoopDelayMaxNs: nil, congestion: socket && congestion_of(socket) }
  end

  def copy_file(request)
    File.open(request['source'], 'rb') do |source|
      flags = File::WRONLY | File::CREAT | File::EXCL | File::BINARY
      File.open(request['destination'], flags, 0o666) { |sink| @strategy.move(source, sink) }
    end
    nil
  end

  def send_file(request, socket, started_ns)
    sent = File.open(request['source'], 'rb') { |source| @strategy.move(source, socket) }
    expected = request['sizeBytes']
    raise ShortCopy, "#{request['source']} gave #{sent} of #{expected} bytes." if sent != expected

    sent_ns = monotonic_ns - started_ns
    expect_byte(socket, 'acknowledgement')
    sent_ns
  end

  def monotonic_ns
    Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  end
end

# The error in the shape that Node gives system errors.
def wire_error(error, request)
  return { name: error.class.name, message: error.message } unless error.is_a?(SystemCallError)

  code = error.class.name.split('::').last
  syscall, path = place_of(error, request)
  text = SystemCallError.new(nil, error.errno).message.downcase
  { name: 'Error', message: "#{code}: #{text}, #{syscall}#{path && " '#{path}'"}",
    code: code, errno: -error.errno, syscall: syscall, path: path }.compact
end

# Ruby's message ends with the C function and the path that open(2) was given: "... @ rb_sysopen - /a/b".
def place_of(error, request)
  path = error.message[/ @ rb_sysopen - (.*)\z/m, 1]
  return ['open', path] if path
  return ['splice', nil] if error.message.end_with?(' - splice')
  return ['connect', nil] if error.message.include?('connect(2)')

  [request['route'] == 'file-to-file' ? 'write' : 'send', nil]
end

NEEDED = { 'file-to-file' => %w[source destination], 'file-to-socket' => %w[source endpoint] }.freeze

def decode(line)
  request = JSON.parse(line.force_encoding(Encoding::UTF_8))
  abort refusal(line, 'no copy request') unless request.is_a?(Hash) && request['type'] == 'copy'
  missing = ['id', 'sizeBytes', *NEEDED.fetch(request['route'], ['a route of this peer'])] - request.keys
  abort refusal(line, "it lacks #{missing.join(', ')}") unless missing.empty?
  request
rescue JSON::ParserError, EncodingError => e
  abort refusal(line, e.message)
end

def refusal(line, reason)
  "This line is no message of the worker protocol: #{line[0, 200].inspect}: #{reason}"
end

name = ARGV.fetch(0, '')
strategy = STRATEGIES.find { |known| known::NAME == name }
abort "No strategy is named #{name.inspect}; there are #{STRATEGIES.map { |known| known::NAME }.join(', ')}." unless strategy

Signal.trap('INT', 'IGNORE')
# A file size limit is then an EFBIG that can be told, instead of the end of this process.
Signal.trap('XFSZ', 'IGNORE')

# stdout carries the protocol: whatever else is printed goes to stderr.
out = $stdout.dup
out.sync = true
$stdout.reopen($stderr)

version = "Ruby #{RUBY_VERSION}, #{strategy::VERSION}"
out.puts JSON.generate(type: 'ready', protocol: PROTOCOL, strategy: name, version: version)
copier = Copier.new(strategy.new)
$stdin.binmode.each_line { |line| out.puts JSON.generate(copier.answer(decode(line))) }
