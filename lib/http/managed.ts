import { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import { AppError, missing } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { pageOf, pageQuery } from "./page-of";
import { readJson } from "./read-json";
import { endpoint, json, noContent, serve } from "./serve";

/** A kind of definition that people make and name by key. */
export type Managed<T extends { key: string }> = {
  /** As in "There is no such goal." */
  what: string;
  /** The address of the list. */
  path: string;
  definition: z.ZodType<T>;
  list: (scope: ProjectScope) => Promise<T[]>;
  create: (scope: ProjectScope, wanted: T) => Promise<T>;
  change: (scope: ProjectScope, change: { key: string; merge: (stored: T) => T }) => Promise<T>;
  remove: (scope: ProjectScope, which: { key: string }) => Promise<void>;
  /** What is told about one beside its definition. */
  about?: (scope: ProjectScope, key: string) => Promise<object>;
};

const readers = ["read", "admin"] as const;
const managers = ["admin"] as const;
const use = "management";

/** A body that states some fields of a definition, over what is stored. */
const merged =
  <T extends { key: string }>(definition: z.ZodType<T>, body: unknown) =>
  (stored: T): T => {
    if (typeof body !== "object" || body === null || Array.isArray(body))
      throw new AppError("invalid", "Send an object with the fields to change.");
    if ("key" in body && body.key !== stored.key)
      throw new AppError("invalid", "A key stays as it is: others ask by it.", "key");
    return parseInput(definition, { ...stored, ...body });
  };

const formed = /^[a-z0-9][a-z0-9-]{0,62}$/;

const verbs = <T extends { key: string }>(managed: Managed<T>) => {
  const { what, path, definition, list, create, change, remove, about } = managed;
  /** What is no key names nothing. */
  const known = (key: string): string => (formed.test(key) ? key : missing(what));
  return {
    list: async (scope: ProjectScope, page: { limit: number; cursor?: string }) =>
      json(pageOf(await list(scope), page, ({ key }) => key)),
    show: async (scope: ProjectScope, key: string) => {
      const found = (await list(scope)).find((one) => one.key === key) ?? missing(what);
      return json({ ...found, ...(await about?.(scope, key)) });
    },
    create: async (scope: ProjectScope, request: Request) => {
      const made = await create(scope, parseInput(definition, await readJson(request)));
      return json(made, { status: 201, headers: { location: `${path}/${made.key}` } });
    },
    change: async (scope: ProjectScope, key: string, request: Request) => {
      const body = await readJson(request);
      return json(await change(scope, { key: known(key), merge: merged(definition, body) }));
    },
    remove: async (scope: ProjectScope, key: string) => {
      await remove(scope, { key: known(key) });
      return noContent();
    },
  };
};

const listQuery = z.strictObject({ ...pageQuery, key: z.string().optional() });
const keyQuery = z.strictObject({ key: z.string({ error: "State the key: ?key=…" }) });
const nothing = z.strictObject({});

/** The address of a list; one entry is reached with `?key=` as well. */
export const serveList = <T extends { key: string }>(managed: Managed<T>) => {
  const verb = verbs(managed);
  return serve({
    GET: endpoint({
      scopes: readers,
      use,
      query: listQuery,
      run: ({ access: { scope }, query: { key, ...page } }) =>
        key === undefined ? verb.list(scope, page) : verb.show(scope, key),
    }),
    POST: endpoint({
      scopes: managers,
      use,
      query: nothing,
      run: ({ access: { scope }, request }) => verb.create(scope, request),
    }),
    PATCH: endpoint({
      scopes: managers,
      use,
      query: keyQuery,
      run: ({ access: { scope }, query: { key }, request }) => verb.change(scope, key, request),
    }),
    DELETE: endpoint({
      scopes: managers,
      use,
      query: keyQuery,
      run: ({ access: { scope }, query: { key } }) => verb.remove(scope, key),
    }),
  });
};

/** The address of one entry, `path/{key}`. */
export const serveEntry = <T extends { key: string }>(managed: Managed<T>) => {
  const verb = verbs(managed);
  const keyOf = ({ key = "" }: Readonly<Record<string, string>>): string => key;
  return serve({
    GET: endpoint({
      scopes: readers,
      use,
      query: nothing,
      run: ({ access: { scope }, params }) => verb.show(scope, keyOf(params)),
    }),
    PATCH: endpoint({
      scopes: managers,
      use,
      query: nothing,
      run: ({ access: { scope }, params, request }) => verb.change(scope, keyOf(params), request),
    }),
    DELETE: endpoint({
      scopes: managers,
      use,
      query: nothing,
      run: ({ access: { scope }, params }) => verb.remove(scope, keyOf(params)),
    }),
  });
};
