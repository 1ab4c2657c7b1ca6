import { channelOf } from "@/lib/channels/channel-of";
import type { Column } from "@/lib/matching/column";

// Hot path: one pass over rows in journey order; rules are asked once per distinct traffic.

/** What the channel of a session is made of. */
export const trafficFields = [
  "path",
  "referrer",
  "utm.source",
  "utm.medium",
  "utm.campaign",
  "clickId",
] as const;

export type ChannelInput = {
  count: number;
  /** The visible rows in journey order, and the session of each row. */
  order: Int32Array;
  session: Int32Array;
  at: Float64Array;
  /** Events at or after this time say nothing yet, ms since 1970. */
  asOf: number;
  column: (field: (typeof trafficFields)[number]) => Column;
};

const direct = 0;

/**
 * The channel of each row's session, from its first event that has any traffic field. A session with pages but no
 * traffic is direct; one without pages (a server's) says nothing about channels.
 */
export const deriveChannels = ({ count, order, session, at, asOf, column }: ChannelInput): Column => {
  const [path, ...traffic] = trafficFields.map(column);
  const names = [channelOf({ referrer: null, source: null, medium: null, campaign: null, clickId: null })];
  const known = new Map<string, number>();
  const codeOf = (row: number): number => {
    const key = traffic.map(({ codes }) => codes[row]).join();
    let code = known.get(key);
    if (code === undefined) {
      const [referrer = null, source = null, medium = null, campaign = null, clickId = null] = traffic.map(
        ({ codes, values }) => {
          const value = values[codes[row] ?? -1];
          return value === undefined ? null : String(value);
        },
      );
      const name = channelOf({ referrer, source, medium, campaign, clickId });
      const place = names.indexOf(name);
      code = place < 0 ? names.push(name) - 1 : place;
      known.set(key, code);
    }
    return code;
  };
  const ofSession = new Int32Array(order.length).fill(-1);
  const isDecided = new Uint8Array(order.length);
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    const within = session[row] ?? -1;
    if (within < 0 || isDecided[within] === 1 || (at[row] ?? 0) >= asOf) continue;
    let hasTraffic = false;
    for (let f = 0; f < traffic.length && !hasTraffic; f++) hasTraffic = (traffic[f]?.codes[row] ?? -1) >= 0;
    if (hasTraffic) {
      ofSession[within] = codeOf(row);
      isDecided[within] = 1;
    } else if ((path?.codes[row] ?? -1) >= 0) ofSession[within] = direct;
  }
  const codes = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const within = session[row] ?? -1;
    codes[row] = within < 0 ? -1 : (ofSession[within] ?? -1);
  }
  return { codes, values: names };
};
