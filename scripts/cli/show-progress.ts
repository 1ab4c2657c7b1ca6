import cliProgress from "cli-progress";
import type { ImportProgress } from "@/lib/importing/import-file";

/** A bar on standard error, for people only: programs read standard output, and logs want no bar. */
export const showProgress = (): { update(progress: ImportProgress): void; stop(): void } => {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage} %  {rows} rows  {eta_formatted} left",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(1, 0, { rows: 0 });
  return {
    update: ({ readBytes, totalBytes, rows }) => {
      bar.setTotal(Math.max(totalBytes, 1));
      bar.update(readBytes, { rows: rows.toLocaleString("en") });
    },
    stop: () => bar.stop(),
  };
};
