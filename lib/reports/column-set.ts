import { type Column, columnOf, type Rows } from "@/lib/matching/column";

/** The columns a fold asks the scan for, each once; remembers where in `Journey.columns` a field is found. */
export class ColumnSet {
  readonly columns: Column[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly rows: Rows) {}

  /** The place of the field's column in `Journey.columns`. */
  place(field: string): number {
    const name = columnOf(field);
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.columns.length;
      this.places.set(name, place);
      this.columns.push(this.rows.column(name));
    }
    return place;
  }
}
