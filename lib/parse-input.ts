import type { z } from "zod";
import { AppError } from "./errors";

type Issue = z.core.$ZodIssue;

const depth = (issue: Issue): number => issue.path.length;

/** Of a union nobody matched, the branch the author most likely meant: the one that got furthest with least wrong. */
const deepest = (issue: Issue): Issue => {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  let best: Issue | undefined;
  let bestScore = 0;
  for (const branch of issue.errors) {
    if (branch.some((one) => one.path.length === 0 && one.code === "unrecognized_keys" && branch.length > 1))
      continue;
    const inner = branch.map(deepest);
    const first = inner.reduce((a, b) => (depth(b) > depth(a) ? b : a));
    const score = depth(first) * 10 - branch.length;
    if (depth(first) > 0 && first.code !== "invalid_value" && score > bestScore && !isMissing(first)) {
      best = first;
      bestScore = score;
    } else if (branch.length === 1 && first.code === "unrecognized_keys" && !best) best = first;
  }
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
};

const isMissing = (issue: Issue): boolean =>
  issue.code === "invalid_type" && issue.input === undefined && depth(issue) === 1;

const wordsOf = (issue: Issue): string =>
  issue.code === "unrecognized_keys"
    ? `There is no field ${issue.keys.map((key) => JSON.stringify(key)).join(", ")} here.`
    : issue.message;

/** Parses input at the edge; throws `invalid` with the place and what is allowed there. */
export const parseInput = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  if (!first) throw new AppError("invalid", "The input is not valid.");
  const issue = deepest(first);
  const path = [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])];
  throw new AppError("invalid", wordsOf(issue), path.length > 0 ? path.map(String).join(".") : undefined);
};
