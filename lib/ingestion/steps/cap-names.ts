import { oncePerProcess } from "@/lib/once-per-process";
import { type Draft, flag, type JsonObject, type Step } from "../draft";

const mostNames = 1_000;
const mostKeys = 2_000;
const dayMs = 86_400_000;
const other = "(other)";

/** What a project has used today, and the day before: what is well known passes, however much nonsense arrives. */
class Vocabulary {
  private day = 0;
  private today = new Set<string>();
  private before = new Set<string>();

  constructor(private readonly most: number) {}

  has(word: string, day: number): boolean {
    // Events of an earlier day, which are sent again, count as today's.
    if (day > this.day) {
      this.before = day === this.day + 1 ? this.today : new Set();
      this.today = new Set();
      this.day = day;
    }
    if (this.today.has(word)) return true;
    if (this.today.size >= this.most && !this.before.has(word)) return false;
    this.today.add(word);
    return true;
  }
}

type Words = { names: Vocabulary; keys: Vocabulary };

const wordsOf = (projectId: string): Words => {
  const all = oncePerProcess("vocabularies", () => new Map<string, Words>());
  const known = all.get(projectId);
  if (known) return known;
  const made = { names: new Vocabulary(mostNames), keys: new Vocabulary(mostKeys) };
  all.set(projectId, made);
  return made;
};

const setProperties = (draft: Draft, properties: JsonObject): void => {
  draft.properties = properties;
  draft.propertiesText = JSON.stringify(properties);
};

/**
 * At most 1,000 names of events and 2,000 of properties a day, in each process. The name of an event beyond is kept as
 * its property `original_event`, properties beyond as one property "(other)".
 */
export const capNames: Step = (draft, { scope, receivedAt }) => {
  const { names, keys } = wordsOf(scope.projectId);
  const day = Math.floor(receivedAt / dayMs);
  let beyond: JsonObject | undefined;
  for (const key in draft.properties)
    if (!keys.has(key, day)) {
      beyond ??= {};
      beyond[key] = draft.properties[key];
    }
  if (beyond) {
    const kept: JsonObject = {};
    for (const key in draft.properties) if (!Object.hasOwn(beyond, key)) kept[key] = draft.properties[key];
    setProperties(draft, { ...kept, [other]: beyond });
    flag(draft, "keys_overflow");
  }
  if (draft.kind !== "event" || names.has(draft.name, day)) return;
  setProperties(draft, { ...draft.properties, original_event: draft.name });
  draft.name = other;
  flag(draft, "name_overflow");
};
