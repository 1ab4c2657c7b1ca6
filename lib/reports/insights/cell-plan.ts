import type { Agreed } from "./candidates";
import type { Question } from "./definition";
import { type Exposure, landmarkOf, metrics, stepFields, trustPages } from "./question-list";

/** So many values of a field are counted, in the order in which they turn up. */
export const mostRows = 64;

/** Names a place in the list for each thing once. */
class Places<T> {
  readonly list: T[] = [];
  private readonly known = new Map<string, number>();

  constructor(private readonly nameOf: (one: T) => string) {}

  of(one: T): number {
    const name = this.nameOf(one);
    const place = this.known.get(name);
    if (place !== undefined) return place;
    this.known.set(name, this.list.length);
    return this.list.push(one) - 1;
  }
}

/**
 * Which cells a walk counts, and where: landmarks by name, exposures with theirs. The values of the fields at a step have
 * room for `mostRows` each, from `valueBase` on: their names are known when they have turned up.
 */
export class CellPlan {
  readonly landmarks: readonly string[];
  /** Those known by name. */
  readonly exposures: readonly Exposure[];
  readonly landmarkOf: Int32Array;
  readonly valueBase: number;
  private readonly landmarkPlaces = new Places<string>((name) => name);
  private readonly exposurePlaces = new Places<Exposure>((exposure) => JSON.stringify(exposure));

  constructor(question: Pick<Question, "topics">, agreed: Agreed, steps: number) {
    const asks = (topic: Question["topics"][number]) => question.topics.includes(topic);
    const add = (exposure: Exposure): void => {
      this.landmarkPlaces.of(landmarkOf(exposure));
      this.exposurePlaces.of(exposure);
    };
    if (asks("speed"))
      for (const { name } of metrics)
        for (const pages of [null, ...agreed.pageGroups]) add({ kind: "slow", metric: name, pages });
    for (const click of agreed.elements) add({ kind: "click", ...click });
    for (const form of agreed.forms) add({ kind: "form", form, field: null });
    for (const { form, field } of agreed.fields) add({ kind: "form", form, field });
    for (const method of agreed.methods) add({ kind: "method", method });
    if (asks("trust"))
      for (const step of aimSteps(steps))
        for (const page of [null, ...trustPages.map(({ name }) => name)]) add({ kind: "trust", step, page });
    this.exposures = this.exposurePlaces.list;
    this.valueBase = this.exposures.length;
    const valueSteps = asks("checkout") ? steps : 0;
    for (let step = 0; step < valueSteps; step++) this.landmarkPlaces.of(stepLandmark(step));
    this.landmarks = this.landmarkPlaces.list;
    this.landmarkOf = new Int32Array(this.valueBase + valueSteps * stepFields.length * mostRows);
    for (const [e, exposure] of this.exposures.entries())
      this.landmarkOf[e] = this.landmark(landmarkOf(exposure));
    for (let step = 0; step < valueSteps; step++)
      this.landmarkOf.fill(
        this.landmark(stepLandmark(step)),
        this.valueCell(step, 0, 0),
        this.valueCell(step + 1, 0, 0),
      );
  }

  /** −1 for one that is not counted. */
  landmark(name: string): number {
    return this.landmarks.indexOf(name);
  }

  exposure(exposure: Exposure): number {
    const name = JSON.stringify(exposure);
    return this.exposures.findIndex((one) => JSON.stringify(one) === name);
  }

  /** The exposure of a step to the value in a row of the groups of `stepFields[field]`. */
  valueCell(step: number, field: number, row: number): number {
    return this.valueBase + (step * stepFields.length + field) * mostRows + row;
  }
}

const stepLandmark = (step: number): string =>
  landmarkOf({ kind: "value", step, by: stepFields[0], value: "" });

/** The steps before which pages that make trust are looked for: the first and the last. */
export const aimSteps = (steps: number): number[] => (steps === 0 ? [] : [...new Set([0, steps - 1])]);
