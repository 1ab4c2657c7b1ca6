import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import type { Dictionary } from "@/lib/matching/column";
import { filedUnder } from "./identities";
import type { Identities } from "./part";
import { quoted } from "./quoted";
import { readCopy } from "./read-copy";
import { ownRows } from "./read-state";

/** One trait of visitors: the code of the latest known value by visitor number. */
export type VisitorTrait = { readonly dictionary: Dictionary; readonly codeOf: ReadonlyMap<number, number> };

/** Collects the values of one trait. */
class TraitCodes {
  private readonly texts = new Map<string, number>();
  private readonly values: unknown[] = [];
  private readonly codeOf = new Map<number, number>();

  set(visitor: number, text: string): void {
    let code = this.texts.get(text);
    if (code === undefined) {
      code = this.values.push(JSON.parse(text)) - 1;
      this.texts.set(text, code);
    }
    this.codeOf.set(visitor, code);
  }

  trait(): VisitorTrait {
    const { values, codeOf } = this;
    return { dictionary: { size: values.length, value: (code) => values[code] }, codeOf };
  }
}

const fieldPrefix = "trait.";

/**
 * Reads the latest known traits of the visitors of one part, by field (`trait.<name>`). Of merged visitors whatever
 * was said last counts.
 */
export const readTraits = async (
  tx: RawTx,
  scope: ProjectScope,
  fields: readonly string[],
  { identities, index, parts }: { identities: Identities; index: number; parts: number },
): Promise<ReadonlyMap<string, VisitorTrait>> => {
  const found = fields.map((field) => ({ field, codes: new TraitCodes() }));
  if (fields.length > 0) {
    const winnerOf = filedUnder(identities);
    const names = fields.map((field) => quoted(field.slice(fieldPrefix.length)));
    const query = `select visitor_no, ${names.map((name) => `(traits -> ${name})::text`).join()}
      from visitor_traits where ${ownRows(scope)} and traits ?| array[${names.join()}] order by updated_at, visitor_no`;
    await readCopy(tx, query, (row) => {
      const visitor = winnerOf(row.int32(0));
      if (visitor < 0 || (visitor & (parts - 1)) !== index) return;
      for (const [place, { codes }] of found.entries()) {
        const text = row.text(place + 1);
        if (text !== null) codes.set(visitor, text);
      }
    });
  }
  return new Map(found.map(({ field, codes }) => [field, codes.trait()]));
};

/** Whether a field of a question is a trait: what visitors are, not what events carry. */
export const isTrait = (field: string): boolean => field.startsWith(fieldPrefix);
