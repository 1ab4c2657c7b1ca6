import type { z } from "zod";
import { AppError } from "./errors";

type Issue = z.core.$ZodIssue;

const isMissing = (issue: Issue): boolean =>
  (issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined;

/** A branch with fields missing or left over is of another form than what was written. */
const fits = (branch: Issue[]): boolean =>
  branch.every(
    (issue) => issue.code !== "unrecognized_keys" && !(isMissing(issue) && issue.path.length === 1),
  );

const describe = (issue: Issue): string => JSON.stringify([issue.path, issue.message]);

/**
 * Of a union nobody matched: the branch that the author most likely meant, which is the one of the right form with the
 * least wrong in it. Where several are as likely and say different things, the union's own words are best.
 */
const likeliest = (issue: Issue): Issue => {
  if (issue.code !== "invalid_union") return issue;
  const ofRightForm = issue.errors.filter(fits);
  const onlyLeftOver = issue.errors.filter(
    (branch) => branch.length === 1 && branch[0]?.code === "unrecognized_keys",
  );
  const candidates = ofRightForm.length > 0 ? ofRightForm : onlyLeftOver;
  const fewest = Math.min(...candidates.map((branch) => branch.length));
  const meant = candidates
    .filter((branch) => branch.length === fewest)
    .flatMap((branch) => branch.slice(0, 1));
  const [first] = meant;
  if (!first || new Set(meant.map(describe)).size > 1) return issue;
  const inner = likeliest(first);
  return { ...inner, path: [...issue.path, ...inner.path] };
};

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
  const issue = likeliest(first);
  const path = [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])];
  throw new AppError("invalid", wordsOf(issue), path.length > 0 ? path.map(String).join(".") : undefined);
};
