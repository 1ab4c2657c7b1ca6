// npm run bench -- ingestion [SECONDS]: how many events a second are stored for good, over HTTP, from this process to
// the built app in another one, with its database on the same machine.
import { givenServer } from "./given-server";
import { type LoadResult, load, quantile } from "./http-load";
import { wireEvents } from "./wire-events";

const seconds = Number(process.argv[2] ?? 20);
const server = await givenServer(3985);

const say = (name: string, { seconds: took, requests, events, failures, latencies }: LoadResult): void => {
  const perSecond = (count: number) => Math.round(count / took).toLocaleString("en");
  console.log(
    `${name}: ${perSecond(requests)} requests/s, ${perSecond(events)} events/s; p50 ${quantile(latencies, 0.5).toFixed(1)} ms, ` +
      `p99 ${quantile(latencies, 0.99).toFixed(1)} ms, worst ${quantile(latencies, 1).toFixed(0)} ms; ${failures} failures; app ${server.memory().toFixed(0)} MB`,
  );
};

try {
  const single = wireEvents("/v1/track", server.writeKey, { size: 1, templates: 500 });
  const batched = wireEvents("/v1/batch", server.writeKey, { size: 500 });
  await load(server.port, single, { connections: 32, seconds: 3 });
  const most = await load(server.port, single, { connections: 64, seconds });
  say("single events, as fast as it goes", most);
  const half = most.requests / most.seconds / 2;
  say(
    "single events, at half of that",
    await load(server.port, single, { connections: 256, seconds, perSecond: half }),
  );
  await load(server.port, batched, { connections: 8, seconds: 3 });
  const mostBatched = await load(server.port, batched, { connections: 8, seconds });
  say("batches of 500, as fast as it goes", mostBatched);
  const halfBatched = mostBatched.requests / mostBatched.seconds / 2;
  say(
    "batches of 500, at half of that",
    await load(server.port, batched, { connections: 32, seconds, perSecond: halfBatched }),
  );
} finally {
  await server.stop();
}
