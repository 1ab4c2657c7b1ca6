import { type ChannelName, channelNames } from "@/lib/channels/channel-names";
import { channelOf } from "@/lib/channels/channel-of";
import type { Dictionary } from "@/lib/matching/column";
import { codeAt, type Journey, type StoredCodes } from "./journey";

// Hot path: called for every visitor; rules are asked once per distinct traffic.

/** What the channel of a session is made of: the page says that there was one, the others how it came. */
export const trafficFields = [
  "path",
  "referrer",
  "utm.source",
  "utm.medium",
  "utm.campaign",
  "clickId",
] as const;

/** The values of the derived column. */
export const channelDictionary: Dictionary = {
  size: channelNames.length,
  value: (code) => channelNames[code],
};

const codeOfName = new Map<ChannelName, number>(channelNames.map((name, code) => [name, code]));
const direct = codeOfName.get("Direct") ?? 0;
const none = -1;
/** Pages, but no traffic so far. */
const seemsDirect = -2;

/** What an event says of how its session came. */
const ways = { page: 1, traffic: 2 } as const;

/** Traffic that was decided on lately is found by a hash of its codes: those, then its channel. */
const slots = 4096;
const slotSize = trafficFields.length;

/**
 * Fills in the channel of each event's session, from the session's first event that has any traffic field. A session
 * with pages but no traffic is direct; one without pages (a server's) says nothing about channels.
 */
export class Channels {
  private readonly known = new Map<string, number>();
  private readonly lately = new Int32Array(slots * slotSize).fill(-2);
  private readonly codes = new Int32Array(trafficFields.length - 1);
  private ofSession = new Int32Array(64);
  private ofEvent = new Uint8Array(1024);

  /** `places` are those of the traffic fields, `dictionaries` their values. */
  constructor(
    private readonly places: readonly number[],
    private readonly dictionaries: readonly Dictionary[],
  ) {}

  /** What each row of a source says, by its columns. */
  waysOfRows(columns: readonly (StoredCodes | undefined)[], count: number): Uint8Array {
    const ofRow = new Uint8Array(count);
    for (const [f, place] of this.places.entries()) {
      const column = columns[place];
      if (!column || column.dictionary.size === 0) continue;
      const { codes } = column;
      const way = f === 0 ? ways.page : ways.traffic;
      for (let row = 0; row < count; row++) if (codes[row] !== 0) ofRow[row] = (ofRow[row] ?? 0) | way;
    }
    return ofRow;
  }

  /**
   * `firstSession` is the lowest session number of the visitor, who has so many `sessions`; `said` is what each event of
   * the journey says.
   */
  fill(journey: Journey, firstSession: number, sessions: number, said = this.waysOf(journey)): void {
    const { start, end, session, channel } = journey;
    if (this.ofSession.length < sessions) this.ofSession = new Int32Array(2 * sessions);
    const { ofSession } = this;
    for (let s = 0; s < sessions; s++) ofSession[s] = none;
    for (let i = start; i < end; i++) {
      const way = said[i] ?? 0;
      const within = (session[i] ?? -1) - firstSession;
      if (way === 0 || within < 0 || (ofSession[within] ?? 0) >= 0) continue;
      ofSession[within] = (way & ways.traffic) === 0 ? seemsDirect : this.channelAt(journey, i);
    }
    for (let i = start; i < end; i++) {
      const within = (session[i] ?? -1) - firstSession;
      const code = within < 0 ? none : (ofSession[within] ?? none);
      channel[i] = code === seemsDirect ? direct : code;
    }
  }

  private waysOf(journey: Journey): Uint8Array {
    const { start, end } = journey;
    const { places } = this;
    if (this.ofEvent.length < end) this.ofEvent = new Uint8Array(2 * end);
    const { ofEvent } = this;
    for (let i = start; i < end; i++) {
      let said = 0;
      for (let f = 0; f < places.length; f++)
        if (codeAt(journey, places[f] ?? 0, i) >= 0) said |= f === 0 ? ways.page : ways.traffic;
      ofEvent[i] = said;
    }
    return ofEvent;
  }

  private channelAt(journey: Journey, i: number): number {
    const { places, codes, lately } = this;
    let hash = 0;
    for (let f = 0; f < codes.length; f++) {
      const code = codeAt(journey, places[f + 1] ?? 0, i);
      codes[f] = code;
      hash = Math.imul(hash ^ code, 0x2c1b3c6d);
      hash ^= hash >>> 15;
    }
    const slot = (hash & (slots - 1)) * slotSize;
    let f = 0;
    while (f < codes.length && lately[slot + f] === codes[f]) f++;
    if (f < codes.length) {
      lately.set(codes, slot);
      lately[slot + codes.length] = this.decide();
    }
    return lately[slot + codes.length] ?? 0;
  }

  /** The channel of the traffic with these codes. */
  private decide(): number {
    const { codes } = this;
    const key = codes.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const textOf = (code: number, f: number): string | null =>
      code < 0 ? null : String(this.dictionaries[f + 1]?.value(code));
    const [referrer = null, source = null, medium = null, campaign = null, clickId = null] = Array.from(
      codes,
      textOf,
    );
    const code = codeOfName.get(channelOf({ referrer, source, medium, campaign, clickId })) ?? 0;
    this.known.set(key, code);
    return code;
  }
}
