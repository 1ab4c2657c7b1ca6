import { RE2JS, RE2JSException } from "re2js";
import { AppError } from "@/lib/errors";
import type { Condition } from "./definition";
import { compileGlob } from "./glob";

/** Whether one scalar (text, number or boolean) satisfies an operator. */
type ScalarTest = (scalar: unknown) => boolean;

const numberOf = (scalar: unknown): number =>
  typeof scalar === "number"
    ? scalar
    : typeof scalar === "string" && scalar.trim() !== ""
      ? Number(scalar)
      : Number.NaN;

const compileRegex = (source: string): RE2JS => {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const reason =
      error instanceof RE2JSException || error instanceof Error ? error.message : "unknown reason";
    throw new AppError(
      "invalid",
      `This regular expression cannot be used: ${reason}. The syntax is RE2's.`,
      "value",
    );
  }
};

const scalarTest = (condition: Condition): ScalarTest => {
  switch (condition.op) {
    case "is":
    case "isNot": {
      const allowed = new Set([condition.value].flat().map(String));
      return (scalar) => allowed.has(String(scalar));
    }
    case "contains":
    case "notContains":
      return (scalar) => String(scalar).includes(condition.value);
    case "startsWith":
      return (scalar) => String(scalar).startsWith(condition.value);
    case "endsWith":
      return (scalar) => String(scalar).endsWith(condition.value);
    case "glob": {
      const matches = compileGlob(condition.value);
      return (scalar) => matches(String(scalar));
    }
    case "regex": {
      const pattern = compileRegex(condition.value);
      return (scalar) => pattern.matcher(String(scalar)).find();
    }
    case "gt":
      return (scalar) => numberOf(scalar) > condition.value;
    case "gte":
      return (scalar) => numberOf(scalar) >= condition.value;
    case "lt":
      return (scalar) => numberOf(scalar) < condition.value;
    case "lte":
      return (scalar) => numberOf(scalar) <= condition.value;
    case "between": {
      const [low, high] = condition.value;
      return (scalar) => numberOf(scalar) >= low && numberOf(scalar) <= high;
    }
    case "exists":
    case "notExists":
      return () => true;
  }
};

const negated = new Set(["isNot", "notContains", "notExists"]);

/** The scalars a value holds at the end of a path; at a list any element counts. */
export const scalarsAt = (value: unknown, path: readonly string[], found: unknown[] = []): unknown[] => {
  if (Array.isArray(value)) for (const element of value) scalarsAt(element, path, found);
  else if (typeof value === "object" && value !== null) {
    const [first, ...rest] = path;
    if (first !== undefined && Object.hasOwn(value, first))
      scalarsAt((value as Record<string, unknown>)[first], rest, found);
  } else if (path.length === 0 && value !== null && value !== undefined) found.push(value);
  return found;
};

/**
 * Compiles a condition to a test of what one row or unit has in its field. The negative operators are exactly the
 * negation of the positive ones, so they hold where the field is missing.
 */
export const compileCondition = (condition: Condition): ((scalars: readonly unknown[]) => boolean) => {
  const test = scalarTest(condition);
  return negated.has(condition.op) ? (scalars) => !scalars.some(test) : (scalars) => scalars.some(test);
};
