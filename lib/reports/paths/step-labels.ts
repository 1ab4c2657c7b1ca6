import type { Dictionary } from "@/lib/matching/column";
import { ValueTexts } from "../value-texts";
import type { StepKind } from "./definition";

// Hot path: a label is made once a code.

/** What steps are called, as numbers from 0 in the order in which they turn up: two codes may stand for one text. */
export class StepLabels {
  /** "page:/cart" by number. */
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(kind: StepKind, value: string): number {
    const text = `${kind}:${value}`;
    let label = this.numbers.get(text);
    if (label === undefined) {
      label = this.texts.push(text) - 1;
      this.numbers.set(text, label);
    }
    return label;
  }
}

const unknown = -2;

/** The labels of a column's codes. */
export class CodeLabels {
  private readonly texts: ValueTexts;
  private readonly known: Int32Array;

  constructor(
    private readonly labels: StepLabels,
    private readonly kind: StepKind,
    field: string,
    dictionary: Dictionary,
  ) {
    this.texts = new ValueTexts(field, dictionary);
    this.known = new Int32Array(dictionary.size + 1).fill(unknown);
  }

  /** −1 for a value that says nothing, and for −1. */
  of(code: number): number {
    let label = this.known[code + 1] ?? -1;
    if (label === unknown) {
      const text = this.texts.of(code);
      label = text === null ? -1 : this.labels.of(this.kind, text);
      this.known[code + 1] = label;
    }
    return label;
  }
}
