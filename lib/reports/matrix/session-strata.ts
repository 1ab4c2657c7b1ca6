import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Codes } from "@/lib/matching/column";
import type { ColumnSet } from "../column-set";
import { withRoom } from "./room";

// Hot path: called for every session; texts are made once a combination of codes.

const noCodes = { codes: new Uint8Array(0), add: 0 };

/** What makes sessions comparable. */
export const strataFields = ["channel", "device"] as const;

/** Says what makes a session comparable: its entry channel, its device and whether it is the visitor's first. */
export class SessionStrata {
  /** By stratum: what its sessions have in common. */
  readonly labels: string[] = [];
  private readonly byLabel = new Map<string, number>();
  /** By codes: the stratum, one more as 0 says that it is not known yet. */
  private byCodes = new Int32Array(0);
  private readonly device: number;
  /** The devices of the rows that journeys lie in, as long as these are the columns. */
  private columnsMet: Journey["columns"] | undefined;
  private codes: Codes = new Uint8Array(0);
  private codesAdd = 0;
  /** How many channels there are, none among them. */
  private readonly channels: number;

  constructor(private readonly columns: ColumnSet) {
    this.device = columns.place("device");
    this.channels = columns.dictionary("channel").size + 1;
  }

  /** The code of an event's device, −1 where it states none. */
  deviceAt(journey: Journey, i: number): number {
    if (!journey.inPlace) return codeAt(journey, this.device, i);
    if (journey.columns !== this.columnsMet) this.meet(journey.columns);
    const code = this.codes[i] ?? 0;
    return code === 0 ? -1 : code + this.codesAdd;
  }

  private meet(columns: Journey["columns"]): void {
    const { codes, add } = columns[0]?.[this.device] ?? noCodes;
    this.columnsMet = columns;
    this.codes = codes;
    this.codesAdd = add;
  }

  /** The stratum of a session whose events are `first ≤ i < end`. */
  ofStretch(journey: Journey, first: number, end: number): number {
    let device = this.deviceAt(journey, first);
    for (let i = first + 1; device < 0 && i < end; i++) device = this.deviceAt(journey, i);
    return this.of(journey, first, device);
  }

  /** The stratum of the session whose first event is at a place, given the first device that it states. */
  of({ channel, start, past }: Journey, first: number, device: number): number {
    const channelOf = channel[first] ?? -1;
    const isFirst = !past && first === start ? 1 : 0;
    const codes = ((device + 1) * this.channels + channelOf + 1) * 2 + isFirst;
    const known = codes < this.byCodes.length ? (this.byCodes[codes] ?? 0) : 0;
    return known > 0 ? known - 1 : this.learn(codes, channelOf, device, isFirst === 1);
  }

  /** The stratum that has a label. */
  ofLabel(label: string): number {
    let stratum = this.byLabel.get(label);
    if (stratum === undefined) {
      stratum = this.labels.push(label) - 1;
      this.byLabel.set(label, stratum);
    }
    return stratum;
  }

  private learn(codes: number, channel: number, device: number, isFirst: boolean): number {
    const textOf = (field: string, code: number) =>
      code < 0 ? null : String(this.columns.dictionary(field).value(code));
    const stratum = this.ofLabel(
      JSON.stringify([textOf("channel", channel), textOf("device", device), isFirst]),
    );
    this.byCodes = withRoom(this.byCodes, codes + 1);
    this.byCodes[codes] = stratum + 1;
    return stratum;
  }
}
