import { timed } from "../median";
import { openClickHouse } from "./peers/clickhouse";
import { openDuckDb } from "./peers/duckdb";
import { type FunnelKind, funnelKinds, type Peer, type Reached } from "./peers/peer";

const peers = { clickhouse: openClickHouse, duckdb: openDuckDb } satisfies Record<
  string,
  () => Promise<Peer>
>;
export type PeerName = keyof typeof peers;
export const peerNames = Object.keys(peers) as PeerName[];

export type Timed = Awaited<ReturnType<typeof timed>>;
export type PeerResult = {
  loadSeconds: number;
  funnels: Record<FunnelKind, { reached: Reached; ms: Timed }>;
};

/** Loads a peer and asks it every funnel, warm. */
export const measurePeer = async ({ peer, file }: { peer: PeerName; file: string }): Promise<PeerResult> => {
  const opened = await peers[peer]();
  const startedAt = performance.now();
  await opened.load(file);
  const loadSeconds = (performance.now() - startedAt) / 1000;
  const funnels: Partial<PeerResult["funnels"]> = {};
  for (const kind of funnelKinds) {
    const reached = await opened.funnel(kind);
    funnels[kind] = { reached, ms: await timed(11, () => opened.funnel(kind)) };
  }
  opened.close();
  return { loadSeconds, funnels: funnels as PeerResult["funnels"] };
};
