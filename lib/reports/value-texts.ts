import { type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";

// Hot path: a text is made once a code.

/** What values are called in a breakdown, by code: of a list the first, `null` for a value that says nothing. */
export class ValueTexts {
  private readonly path: readonly string[];
  private readonly texts: (string | null | undefined)[] = [];

  constructor(
    field: string,
    private readonly dictionary: Dictionary,
  ) {
    this.path = pathInColumn(field);
  }

  /** `null` for −1, too: missing. */
  of(code: number): string | null {
    if (code < 0) return null;
    let text = this.texts[code];
    if (text === undefined) {
      const [scalar] = scalarsAt(this.dictionary.value(code), this.path);
      text = scalar === undefined ? null : String(scalar);
      this.texts[code] = text;
    }
    return text;
  }
}
