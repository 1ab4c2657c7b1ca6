import type { Journey } from "@/lib/journeys/journey";
import type { UnitGroups } from "../unit-groups";

// Hot path: called for every visit; texts are made once a combination.

/** More kinds of visits are counted as one. */
const mostStrata = 512;
const mostRows = 64;

/** Numbers visits by how alike they are: their rows in a few groups. */
export class VisitStrata {
  private readonly known: Int32Array;
  private readonly places: number[][] = [];

  constructor(private readonly groups: readonly UnitGroups[]) {
    this.known = new Int32Array(mostRows ** groups.length).fill(-1);
  }

  of(journey: Journey, first: number, end: number): number {
    let code = 0;
    for (let g = 0; g < this.groups.length; g++)
      code = code * mostRows + Math.min(this.groups[g]?.row(journey, first, end) ?? 0, mostRows - 1);
    const known = this.known[code] ?? -1;
    return known >= 0 ? known : this.learn(code);
  }

  get count(): number {
    return this.places.length;
  }

  /** By number: the values in the groups as JSON; many rare ones share one. */
  labels(): string[] {
    return this.places.map((rows) =>
      JSON.stringify(rows.map((row, g) => this.groups[g]?.labels[row]?.value ?? null)),
    );
  }

  private learn(code: number): number {
    const rows = this.groups.map(
      (_, g) => Math.floor(code / mostRows ** (this.groups.length - 1 - g)) % mostRows,
    );
    const stratum = this.places.length < mostStrata ? this.places.push(rows) - 1 : mostStrata - 1;
    this.known[code] = stratum;
    return stratum;
  }
}
