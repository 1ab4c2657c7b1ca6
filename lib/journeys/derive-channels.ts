import { type ChannelName, channelNames } from "@/lib/channels/channel-names";
import { channelOf } from "@/lib/channels/channel-of";
import type { Dictionary } from "@/lib/matching/column";
import { codeAt, type Journey } from "./journey";

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

/**
 * Fills in the channel of each event's session, from the session's first event that has any traffic field. A session
 * with pages but no traffic is direct; one without pages (a server's) says nothing about channels.
 */
export class Channels {
  private readonly known = new Map<string, number>();
  private ofSession = new Int32Array(64);

  /** `places` are those of the traffic fields, `dictionaries` their values. */
  constructor(
    private readonly places: readonly number[],
    private readonly dictionaries: readonly Dictionary[],
  ) {}

  /** `firstSession` is the lowest session number of the visitor. */
  fill(journey: Journey, firstSession: number): void {
    const { start, end, session, channel } = journey;
    const [path = -1] = this.places;
    let sessions = 0;
    for (let i = start; i < end; i++) sessions = Math.max(sessions, (session[i] ?? -1) - firstSession + 1);
    if (this.ofSession.length < sessions) this.ofSession = new Int32Array(2 * sessions);
    const { ofSession } = this;
    ofSession.fill(none, 0, sessions);
    for (let i = start; i < end; i++) {
      const within = (session[i] ?? -1) - firstSession;
      if (within < 0 || (ofSession[within] ?? 0) >= 0) continue;
      if (this.hasTraffic(journey, i)) ofSession[within] = this.decide(journey, i);
      else if (ofSession[within] === none && codeAt(journey, path, i) >= 0) ofSession[within] = seemsDirect;
    }
    for (let i = start; i < end; i++) {
      const within = (session[i] ?? -1) - firstSession;
      const code = within < 0 ? none : (ofSession[within] ?? none);
      channel[i] = code === seemsDirect ? direct : code;
    }
  }

  private hasTraffic(journey: Journey, i: number): boolean {
    const { places } = this;
    for (let f = 1; f < places.length; f++) if (codeAt(journey, places[f] ?? 0, i) >= 0) return true;
    return false;
  }

  private decide(journey: Journey, i: number): number {
    const codes = this.places.map((place) => codeAt(journey, place, i));
    const key = codes.slice(1).join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const [, referrer = null, source = null, medium = null, campaign = null, clickId = null] = codes.map(
      (code, f) => (code < 0 ? null : String(this.dictionaries[f]?.value(code))),
    );
    const code = codeOfName.get(channelOf({ referrer, source, medium, campaign, clickId })) ?? 0;
    this.known.set(key, code);
    return code;
  }
}
