import type { Dictionary } from "@/lib/matching/column";
import type { Channels } from "./derive-channels";
import { longestMs, SessionNumbers } from "./derive-sessions";
import type { Shard } from "./gather-runs";
import { type Journey, type Past, rowAt, sourceAt } from "./journey";
import type { OpenSource } from "./open-source";
import { placeNotBefore } from "./place-not-before";
import { copyRead, scratchJourney } from "./scratch-journey";
import type { SenderSessions } from "./sender-sessions";
import { sortRows } from "./sort-rows";

// Hot path: called for every visitor who came back.

/** What sessions and channels are derived with; absent where nobody asks. */
type Deriving = { gapMs: number; explicit: Dictionary; senders: SenderSessions; channels: Channels };

/** Numbers that no visitor has, for what is derived twice. */
const alias = (visitor: number): number => -2 - visitor;

/** What is known of the visitors of one shard from before the rows that were asked for. */
export class PastRows implements Past {
  private readonly bits: number;
  private readonly known: Uint8Array;
  private readonly numbers: SessionNumbers | undefined;
  /** Senders' sessions of older events. */
  private readonly sessions = new Set<unknown>();
  private explicit = new Int32Array(64);
  private journey = scratchJourney(64);
  /** Whose events the journey has, how many of them are older, and how many there are with sessions, −1 while not known. */
  private shown = -1;
  private olderEnd = 0;
  private wholeEnd = -1;

  /** The sources of the journeys; those from `first` on are of the time before. Events with a flag of `unseen` are not seen. */
  constructor(
    private readonly sources: readonly OpenSource[],
    private readonly first: number,
    private readonly unseen: number,
    { shard, shards }: Shard,
    private readonly deriving: Deriving | undefined,
  ) {
    this.numbers = deriving && new SessionNumbers(deriving.gapMs, deriving.explicit.size);
    this.bits = 31 - Math.clz32(shards);
    const past = sources.slice(first);
    const last = past.reduce((most, { visitors }) => Math.max(most, visitors[visitors.length - 1] ?? 0), 0);
    this.known = new Uint8Array((last >>> this.bits) + 1);
    for (const source of past) {
      const { visitors } = source;
      for (let v = 0; v < visitors.length; v++) {
        const who = visitors[v] ?? 0;
        if ((who & (shards - 1)) === shard && this.showsAny(source, v)) this.known[who >>> this.bits] = 1;
      }
    }
  }

  /** This, if there is something about a visitor of the shard. */
  of(who: number): Past | undefined {
    return this.known[who >>> this.bits] === 1 ? this : undefined;
  }

  older({ visitor, columns }: Journey): Journey {
    if (visitor !== this.shown) {
      let size = 0;
      for (let s = this.first; s < this.sources.length; s++) size = this.addSource(s, visitor, size);
      this.sort(size);
      this.journey.columns = columns;
      this.shown = visitor;
      this.olderEnd = size;
      this.wholeEnd = -1;
    }
    this.journey.end = this.olderEnd;
    return this.journey;
  }

  withSessions(own: Journey): Journey {
    const older = this.older(own);
    if (this.wholeEnd < 0) {
      older.visitor = alias(own.visitor);
      this.derive(older);
      this.wholeEnd = this.hasChannel() && !this.goesOn(own) ? this.olderEnd : this.append(own);
    }
    this.journey.end = this.wholeEnd;
    return this.journey;
  }

  private showsAny({ starts, ends, at, month, flags, since, until }: OpenSource, v: number): boolean {
    const end = ends[v] ?? 0;
    for (let row = starts[v] ?? 0; row < end; row++) {
      const time = month + (at[row] ?? 0);
      if (((flags[row] ?? 0) & this.unseen) === 0 && time >= since && time < until) return true;
    }
    return false;
  }

  private hasChannel(): boolean {
    for (let i = 0; i < this.olderEnd; i++) if ((this.journey.channel[i] ?? -1) >= 0) return true;
    return false;
  }

  /** Whether a session of older events may go on among those that were asked for. */
  private goesOn(own: Journey): boolean {
    const { at, start, end } = own;
    const { deriving, explicit, sessions, olderEnd } = this;
    if (!deriving) return true;
    const { hash, value } = deriving.explicit;
    const keyOf = hash ?? value;
    if ((at[start] ?? 0) - (this.journey.at[olderEnd - 1] ?? 0) <= longestMs) return true;
    sessions.clear();
    for (let i = 0; i < olderEnd; i++) if ((explicit[i] ?? -1) >= 0) sessions.add(keyOf(explicit[i] ?? 0));
    if (sessions.size === 0) return false;
    let last = -1;
    for (let i = start; i < end; i++) {
      const code = this.explicitAt(sourceAt(own, i), rowAt(own, i));
      if (code !== last && code >= 0 && sessions.has(keyOf(code))) return true;
      last = code;
    }
    return false;
  }

  /** Adds the events that were asked for behind the older ones; answers how many there are then. */
  private append(own: Journey): number {
    const { start, end } = own;
    const size = this.olderEnd + end - start;
    this.reserve(this.olderEnd, size);
    const { journey } = this;
    for (let i = start, j = this.olderEnd; i < end; i++, j++) {
      const row = rowAt(own, i);
      const place = sourceAt(own, i);
      journey.at[j] = own.at[i] ?? 0;
      journey.seq[j] = own.seq[i] ?? 0;
      journey.flags[j] = own.flags[i] ?? 0;
      journey.row[j] = row;
      journey.source[j] = place;
      this.explicit[j] = this.explicitAt(place, row);
    }
    journey.columns = own.columns;
    journey.visitor = own.visitor;
    journey.end = size;
    this.derive(journey);
    return size;
  }

  private sort(size: number): void {
    const { at, seq, flags, row, source } = this.journey;
    for (let i = 1; i < size; i++)
      if (((at[i] ?? 0) - (at[i - 1] ?? 0) || (seq[i] ?? 0) - (seq[i - 1] ?? 0)) < 0) {
        sortRows(this.journey, { from: 0, to: size }, [flags, row, source, this.explicit]);
        return;
      }
  }

  /** The code of a row's session as its sender named it, −1 for none. */
  private explicitAt(place: number, row: number): number {
    const source = this.sources[place];
    const code = source?.explicit?.codes[row] ?? 0;
    return code === 0 ? -1 : code + (source?.explicitAdd ?? 0);
  }

  /** Adds what a source has of a visitor behind `size` events; answers how many there are then. */
  private addSource(s: number, visitor: number, before: number): number {
    const source = this.sources[s];
    let size = before;
    if (!source) return size;
    // What was lifted of several numbers has a place each.
    for (let place = placeNotBefore(source.visitors, visitor); source.visitors[place] === visitor; place++)
      size = this.addRows(source, s, place, size);
    return size;
  }

  private addRows(source: OpenSource, s: number, place: number, before: number): number {
    let size = before;
    const { at, seq, flags, month, seqBase, since, until } = source;
    const end = source.ends[place] ?? 0;
    let row = source.starts[place] ?? 0;
    this.reserve(size, size + end - row);
    const { journey } = this;
    for (; row < end; row++) {
      const time = month + (at[row] ?? 0);
      if (((flags[row] ?? 0) & this.unseen) !== 0 || time < since || time >= until) continue;
      journey.at[size] = time;
      journey.seq[size] = seqBase + (seq[row] ?? 0);
      journey.flags[size] = flags[row] ?? 0;
      journey.row[size] = row;
      journey.source[size] = s;
      this.explicit[size] = this.explicitAt(s, row);
      size++;
    }
    return size;
  }

  private derive(journey: Journey): void {
    const { numbers, deriving, explicit } = this;
    if (!numbers || !deriving) throw new Error("Sessions and channels were not asked for.");
    deriving.senders.unify(explicit, 0, journey.end);
    const first = numbers.number(journey, explicit);
    deriving.channels.fill(journey, first, numbers.next - first);
  }

  /** Makes room for `capacity` events, of which `size` are there. */
  private reserve(size: number, capacity: number): void {
    const { journey: old, explicit } = this;
    if (old.at.length >= capacity) return;
    this.journey = scratchJourney(2 * capacity);
    copyRead(old, size, this.journey);
    this.explicit = new Int32Array(2 * capacity);
    this.explicit.set(explicit.subarray(0, size));
  }
}
