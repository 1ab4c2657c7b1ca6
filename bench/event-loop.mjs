// Loaded into a server before its own code: when told by SIGUSR2 it writes to the file EVENT_LOOP_FILE how late the
// event loop came since the last time, in ms, and begins anew.
import fs from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.EVENT_LOOP_FILE;

if (isMainThread && file) {
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const late = (ns) => Math.max(0, ns / 1e6 - resolution);
  process.on("SIGUSR2", () => {
    const told = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) };
    fs.writeFileSync(`${file}.part`, JSON.stringify(told));
    fs.renameSync(`${file}.part`, file);
    delay.reset();
  });
}
