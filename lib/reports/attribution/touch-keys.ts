import { campaignOf, mediumOf, sourceOf, type Traffic } from "@/lib/channels/traffic";
import { trafficFields } from "@/lib/journeys/derive-channels";
import { codeAt, columnsAt, type Journey, rowAt } from "@/lib/journeys/journey";
import type { ColumnSet } from "../column-set";
import { tellingTest } from "../unit-value";
import type { TouchKey } from "./definition";
import { TupleNumbers } from "./tuple-numbers";

// Hot path: called for every session; texts are made once a combination of codes.

const tagFields = ["referrer", "utm.source", "utm.medium", "utm.campaign", "clickId"] as const;

/** The columns of the event that tells a session's key. */
const columnsOf = (by: TouchKey): readonly string[] =>
  by === "channel" ? [] : by === "landing" ? ["path"] : tagFields;

/** What has to be in memory for touches by this key. */
export const fieldsOfTouches = (by: TouchKey): readonly string[] =>
  by === "landing" ? ["channel", "path", "name"] : ["channel", ...(by === "channel" ? [] : trafficFields)];

/** Host of a page, as a person would write it. */
const hostOf = ({ referrer }: Traffic): string | null =>
  referrer
    ?.split("/", 1)[0]
    ?.toLowerCase()
    .replace(/^www\./, "") || null;

/** The key of traffic, where that alone decides it; `null` for none. */
export const keyOfTraffic = (by: TouchKey, traffic: Traffic): string | null => {
  switch (by) {
    case "source":
      return sourceOf(traffic);
    case "medium":
      return mediumOf(traffic);
    case "campaign":
      return campaignOf(traffic) || null;
    case "referrer":
      return hostOf(traffic);
    default:
      return null;
  }
};

/** Numbers the keys of sessions from 0 as they turn up; keys that read the same have one number. */
export class TouchKeys {
  /** By number what the key is called. */
  readonly texts: (string | null)[] = [];
  private readonly numberOfText = new Map<string | null, number>();
  /** By tuple, or by channel: 1 + the number. */
  private readonly known: number[] = [];
  private readonly places: readonly number[];
  private readonly codes: Int32Array;
  private readonly tuples: TupleNumbers;
  /** The key of no traffic, once it was asked for. */
  private none = -1;
  private readonly isView: ((journey: Journey, i: number) => boolean) | undefined;

  constructor(
    readonly by: TouchKey,
    private readonly columns: ColumnSet,
  ) {
    this.places = columnsOf(by).map((field) => columns.place(field));
    this.codes = new Int32Array(this.places.length);
    this.tuples = new TupleNumbers(this.places.length);
    this.isView = by === "landing" ? tellingTest("path", columns) : undefined;
  }

  ofChannel(code: number): number {
    const known = this.known[code] ?? 0;
    return known > 0 ? known - 1 : this.learn(code, String(this.columns.dictionary("channel").value(code)));
  }

  /** The key of a session that event i decides, the first that has any traffic field or is a page view; −1 if it does not. */
  ofEvent(journey: Journey, i: number): number {
    const { places, codes, isView } = this;
    if (isView ? !isView(journey, i) : !this.hasAny(journey, i)) return -1;
    for (let f = 0; f < places.length; f++) codes[f] = codeAt(journey, places[f] ?? 0, i);
    return this.ofCodes();
  }

  /** Whether an event has any of the fields: mostly not, so that this is asked of every event of direct sessions. */
  private hasAny(journey: Journey, i: number): boolean {
    const { places } = this;
    const columns = columnsAt(journey, i);
    const row = rowAt(journey, i);
    for (let f = 0; f < places.length; f++)
      if ((columns?.[places[f] ?? 0]?.codes[row] ?? 0) !== 0) return true;
    return false;
  }

  /** The key of a session that no event decides. */
  ofNone(): number {
    if (this.none < 0) {
      this.codes.fill(-1);
      this.none = this.ofCodes();
    }
    return this.none;
  }

  private ofCodes(): number {
    const tuple = this.tuples.of(this.codes);
    const known = this.known[tuple] ?? 0;
    return known > 0 ? known - 1 : this.learn(tuple, this.textOfCodes());
  }

  private textOfCodes(): string | null {
    const { by, columns, codes } = this;
    const [first = null, ...others] = columnsOf(by).map((field, f) => {
      const code = codes[f] ?? -1;
      return code < 0 ? null : String(columns.dictionary(field).value(code));
    });
    if (by === "landing") return first;
    const [source = null, medium = null, campaign = null, clickId = null] = others;
    return keyOfTraffic(by, { referrer: first, source, medium, campaign, clickId });
  }

  private learn(place: number, text: string | null): number {
    let number = this.numberOfText.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numberOfText.set(text, number);
    }
    this.known[place] = number + 1;
    return number;
  }
}
