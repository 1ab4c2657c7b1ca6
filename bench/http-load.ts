import net from "node:net";

/** The bytes of one request after the other, and how many events each holds. */
export type RequestSource = { next(): Buffer; events: number };

export type LoadResult = {
  seconds: number;
  requests: number;
  events: number;
  failures: number;
  /** Processor time of this process, in ms: it works on the cores that the app has. */
  cpu: number;
  /** Latencies in ms, sorted. */
  latencies: Float64Array;
};

const headerEnd = Buffer.from("\r\n\r\n");
const lengthName = Buffer.from("content-length: ");
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

/** Length of the first whole answer in the buffer, or 0 when more has to come. */
const answerLength = (bytes: Buffer): number => {
  const end = bytes.indexOf(headerEnd);
  if (end < 0) return 0;
  const at = bytes.indexOf(lengthName);
  if (at < 0 || at > end) {
    const last = bytes.indexOf(lastChunk, end);
    return last < 0 ? 0 : last + lastChunk.length;
  }
  const length = Number.parseInt(bytes.toString("latin1", at + 16, at + 26), 10);
  const whole = end + 4 + length;
  return bytes.length >= whole ? whole : 0;
};

const ok = Buffer.from("HTTP/1.1 200");
const nothing: Buffer = Buffer.alloc(0);
/** Where every connection reads its answers: a buffer for each of them costs more than looking at it. */
const room = Buffer.alloc(64 * 1024);

class Latencies {
  private all = new Float64Array(1 << 16);
  private count = 0;

  add(ms: number): void {
    if (this.count === this.all.length) {
      const larger = new Float64Array(this.all.length * 2);
      larger.set(this.all);
      this.all = larger;
    }
    this.all[this.count++] = ms;
  }

  sorted(): Float64Array {
    return this.all.slice(0, this.count).sort();
  }
}

/**
 * Sends requests over a fixed number of kept connections. Without a rate every connection sends as soon as it was
 * answered. With `perSecond` requests start on a timetable, and a latency counts from the planned start, so that a
 * slow server cannot hide behind a sender that waits for it.
 */
export const load = async (
  port: number,
  source: RequestSource,
  { connections, seconds, perSecond }: { connections: number; seconds: number; perSecond?: number },
): Promise<LoadResult> => {
  const latencies = new Latencies();
  let [requests, failures] = [0, 0];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const gapMs = perSecond ? 1000 / perSecond : 0;
  let planned = startedAt;
  const one = (): Promise<void> =>
    new Promise((done) => {
      let since = 0;
      let rest = nothing;
      const send = () => {
        if (performance.now() >= endsAt) return socket.end();
        if (!perSecond) {
          since = performance.now();
          socket.write(source.next());
          return;
        }
        const mine = planned;
        planned += gapMs;
        since = mine;
        const wait = mine - performance.now();
        if (wait <= 1) socket.write(source.next());
        else setTimeout(() => socket.write(source.next()), wait);
      };
      const take = (chunk: Buffer) => {
        const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const length = answerLength(whole);
        if (length === 0) {
          // A copy: the next answer is read into the same bytes.
          rest = Buffer.from(whole);
          return;
        }
        latencies.add(performance.now() - since);
        requests++;
        if (!whole.subarray(0, ok.length).equals(ok)) {
          failures++;
          if (failures === 1) console.error(whole.toString("utf8").slice(0, 600));
        }
        rest = length === whole.length ? nothing : Buffer.from(whole.subarray(length));
        send();
      };
      const socket = net.connect({
        port,
        host: "127.0.0.1",
        noDelay: true,
        onread: {
          buffer: room,
          callback: (size: number) => {
            take(room.subarray(0, size));
            return true;
          },
        },
      });
      socket.on("connect", send);
      socket.on("error", (error) => {
        failures++;
        console.error("Connection failed:", error.message);
        done();
      });
      socket.on("close", () => done());
    });
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    seconds: took,
    requests,
    events: requests * source.events,
    failures,
    cpu: (user + system) / 1000,
    latencies: latencies.sorted(),
  };
};

export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
