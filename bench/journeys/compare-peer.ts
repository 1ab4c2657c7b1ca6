import { isDeepStrictEqual } from "node:util";
import { words } from "../median";
import { atMost, type Fact } from "./fact";
import type { OurFunnels } from "./measure-ours";
import type { PeerName, PeerResult } from "./measure-peer";
import { type FunnelKind, funnelKinds } from "./peers/peer";

const names: Record<PeerName, string> = { clickhouse: "ClickHouse", duckdb: "DuckDB" };
const questions: Record<FunnelKind, string> = {
  plain: "funnel",
  filtered: "funnel, filtered",
  brokenDown: "funnel, by device",
};
/** Our share of the peer's time that is asked for. */
const limits: Record<FunnelKind, number> = { plain: 1 / 4, filtered: 1 / 2, brokenDown: 1 / 2 };

/** Prints both sides' counts where they differ; answers how long ours took beside theirs. */
export const comparePeer = (
  peer: PeerName,
  ours: OurFunnels,
  theirs: PeerResult,
): { same: boolean; facts: Fact[] } => {
  const name = names[peer];
  console.log(`${name}: loaded in ${theirs.loadSeconds.toFixed(1)} s`);
  let same = true;
  const facts = funnelKinds.map((kind) => {
    const [mine, other] = [ours[kind], theirs.funnels[kind]];
    const agree = isDeepStrictEqual(mine.reached, other.reached);
    same &&= agree;
    console.log(`${name}, ${questions[kind]}: ${words(other.ms)}; counts ${JSON.stringify(other.reached)}`);
    if (!agree) console.error(`DIFFERENT COUNTS, ${questions[kind]}: ours ${JSON.stringify(mine.reached)}`);
    const ratio = mine.ms.median / other.ms.median;
    const details = ` (${mine.ms.median.toFixed(1)} of ${other.ms.median.toFixed(1)} ms: ${(1 / ratio).toFixed(1)} times as fast)`;
    return atMost(`${questions[kind]}, share of ${name}'s time`, ratio, limits[kind], "", details);
  });
  return { same, facts };
};
