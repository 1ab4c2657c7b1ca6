import { keyLimits } from "@/lib/http/limit-key";
import { type ReportName, reportNames } from "@/lib/reports/question";
import type { KeyScope } from "@/lib/tenancy/definition";
import type { SchemaName } from "./schemas";

type Method = "get" | "post" | "patch" | "delete";

/** What stands behind `?` in an address. */
type QueryWord = { name: string; about: string; schema: object; required?: boolean };

/** One thing that can be asked of an address. */
export type Operation = {
  id: string;
  tag: string;
  method: Method;
  path: string;
  summary: string;
  about?: string;
  /** One of these opens it. */
  scopes: readonly KeyScope[];
  query?: readonly QueryWord[];
  body?: { schema: SchemaName; required: boolean };
  answer: { status: number; schema?: SchemaName; csv?: true; about: string };
  /** Statuses besides those that every address may answer. */
  errors: readonly number[];
};

const format: QueryWord[] = [
  {
    name: "format",
    about: "`csv` answers one table as CSV; so does `accept: text/csv`.",
    schema: { enum: ["json", "csv"], default: "json" },
  },
  {
    name: "table",
    about: "Which table, of reports with several. Default: the first.",
    schema: { type: "string" },
  },
];

const page: QueryWord[] = [
  {
    name: "limit",
    about: "How many entries a page has.",
    schema: { type: "integer", minimum: 1, maximum: 500, default: 100 },
  },
  { name: "cursor", about: "`next` of the page before.", schema: { type: "string" } },
];

/** The part of a schema's name that a report's has in common. */
const titleOf = (name: ReportName) =>
  (name.charAt(0).toUpperCase() + name.slice(1)) as Capitalize<ReportName>;

const reportWords: Record<ReportName, { summary: string; about: string }> = {
  conversions: {
    summary: "How often was each goal reached, by how many, and what was it worth?",
    about: "Table: `goals`.",
  },
  funnel: {
    summary: "How far do visitors get along some steps, within a window?",
    about: "Tables: `steps`, `trend`. Steps are counted from 1, but for paths of errors.",
  },
  matrix: {
    summary: "Which small steps go together with the aims, beyond what visitors without them do?",
    about: "Table: `cells`. It shows what goes together; only a randomised offer shows an effect.",
  },
  health: {
    summary:
      "Do the goals still say something: silent, firing twice or all the time, saying the same, leading nowhere?",
    about: "Tables: `goals`, `findings`. What is usual is taken from the 28 days before the range.",
  },
  attribution: {
    summary: "Which touches do conversions go back to, by which model, and what did these cost?",
    about:
      "Tables: `rows`, `links`, `micros`. The credits of each model sum to the conversions and their revenue exactly, with `untouched`: what has no touch in the lookback.",
  },
  timeseries: {
    summary: "How does it change over time, in the project's timezone?",
    about: "Table: `points`. At most 5,000 points.",
  },
  compare: {
    summary: "Do segments really differ?",
    about: "Tables: `segments`, `pairs`.",
  },
  decomposition: {
    summary: "Why did revenue change: traffic, mix, a step, the value of an order?",
    about:
      "Tables: `factors`, `steps`, `groups`. Contributions add up to the change, to the last minor unit, whatever the order of the factors (Shapley).",
  },
  insights: {
    summary:
      "What goes together with visits that reach the aim, or with those that do not, and what does it cost?",
    about:
      "Tables: `findings`, `notAsked`. A fixed list of questions, corrected for how many were asked; nothing is listed whose intervals do not exclude chance. It shows what goes together; only a test shows an effect. May take seconds: ask with `accept: text/event-stream` for progress.",
  },
  paths: {
    summary: "Which ways do visitors go, on from a start or to an end?",
    about: "Tables: `nodes`, `links`, `dropped`.",
  },
  retention: {
    summary: "How many of those who did something first do something again, period after period?",
    about: "Tables: `cohorts`, `average`. Periods are counted from 0, the bucket of `first`.",
  },
  pipeline: {
    summary: "Who is on the way, what is that worth, and how well was the same foreseen before?",
    about:
      "Tables: `pipeline`, `steps`, `weeks`, `deciles`. Whoever took a small step within the window and did not reach the macro since is in flight.",
  },
  visitors: {
    summary: "Who is behind a number?",
    about: "Table: `visitors`.",
  },
  journey: {
    summary: "What did one visitor do?",
    about:
      "Tables: `events`, `sessions`. Pages are by session, the newest first; a page has at most 1,000 events, of a session the first 500. An id of nobody, or of another project's visitor, is `not_found`.",
  },
  catalog: {
    summary: "What arrives? The question of the catalogue as a report.",
    about: "Tables: `events`, `pages`, `properties`, `traits`. The same as `GET /api/v1/catalog`.",
  },
};

const reportOperation = (name: ReportName): Operation => ({
  id: `ask${titleOf(name)}`,
  tag: "Reports",
  method: "post",
  path: `/api/v1/reports/${name}`,
  ...reportWords[name],
  scopes: ["read"],
  query: format,
  body: { schema: `${titleOf(name)}Question`, required: true },
  answer: { status: 200, schema: `${titleOf(name)}Answer`, csv: true, about: "The answer." },
  errors: [400, 413, 415, 504],
});

const catalog: Operation = {
  id: "readCatalog",
  tag: "Reports",
  method: "get",
  path: "/api/v1/catalog",
  summary: "What arrives: events, pages, properties and traits",
  scopes: ["read"],
  query: [
    {
      name: "properties",
      about: "`false` leaves out properties and traits, which take long to read.",
      schema: { enum: ["true", "false"], default: "true" },
    },
    ...format,
  ],
  answer: { status: 200, schema: "CatalogAnswer", csv: true, about: "The catalogue." },
  errors: [400, 504],
};

type Kind = {
  word: "goal" | "segment" | "funnel";
  schema: "Goal" | "Segment" | "SavedFunnel";
  found: SchemaName;
  kept?: string;
};

const kinds: readonly Kind[] = [
  {
    word: "goal",
    schema: "Goal",
    found: "GoalWithUsers",
    kept: "Refused (409) while another goal builds on it. Segments and funnels that name it stay, and cannot be asked.",
  },
  {
    word: "segment",
    schema: "Segment",
    found: "Segment",
    kept: "Refused (409) while another segment or a saved funnel names it.",
  },
  { word: "funnel", schema: "SavedFunnel", found: "SavedFunnel" },
];

const definitionOperations = ({ word, schema, found, kept }: Kind): Operation[] => {
  const tag = `${word.charAt(0).toUpperCase()}${word.slice(1)}s`;
  const list = `/api/v1/${word}s`;
  const entry = `${list}/{key}`;
  const name = tag.slice(0, -1);
  const readers = ["read", "admin"] as const;
  const managers = ["admin"] as const;
  return [
    {
      id: `list${tag}`,
      tag,
      method: "get",
      path: list,
      summary: `The ${word}s, by key`,
      scopes: readers,
      query: [...page, { name: "key", about: "One of them alone.", schema: { type: "string" } }],
      answer: { status: 200, schema: `${schema}List`, about: "One page." },
      errors: [400],
    },
    {
      id: `create${name}`,
      tag,
      method: "post",
      path: list,
      summary: `Makes a ${word}`,
      scopes: managers,
      body: { schema, required: true },
      answer: { status: 201, schema, about: "As it was saved." },
      errors: [400, 409, 413, 415],
    },
    {
      id: `read${name}`,
      tag,
      method: "get",
      path: entry,
      summary: `One ${word}`,
      scopes: readers,
      answer: { status: 200, schema: found, about: "It." },
      errors: [404],
    },
    {
      id: `change${name}`,
      tag,
      method: "patch",
      path: entry,
      summary: `Changes a ${word}`,
      about: `The body has the fields to change; the key stays. Also \`PATCH ${list}?key=…\`.`,
      scopes: managers,
      body: { schema: `${schema}Change`, required: true },
      answer: { status: 200, schema, about: "As it is now." },
      errors: [400, 404, 413, 415],
    },
    {
      id: `delete${name}`,
      tag,
      method: "delete",
      path: entry,
      summary: `Removes a ${word}`,
      about: [kept, `Also \`DELETE ${list}?key=…\`.`].filter(Boolean).join(" "),
      scopes: managers,
      answer: { status: 204, about: "It is gone." },
      errors: word === "funnel" ? [404] : [404, 409],
    },
  ];
};

const adjustmentOperations: readonly Operation[] = [
  {
    id: "listAdjustments",
    tag: "Adjustments",
    method: "get",
    path: "/api/v1/adjustments",
    summary: "What became of orders, in the order of receipt",
    scopes: ["read", "admin"],
    query: [...page, { name: "orderId", about: "Of one order alone.", schema: { type: "string" } }],
    answer: { status: 200, schema: "AdjustmentList", about: "One page." },
    errors: [400],
  },
  {
    id: "sendAdjustments",
    tag: "Adjustments",
    method: "post",
    path: "/api/v1/adjustments",
    summary: "Refunds, cancellations and late values, by order",
    about:
      "One, or up to 1,000 as a list. What was sent before is counted once. Of a list, bad ones are named by their place and take no other down; alone, one is an error: 400, or 409 where its `adjustmentId` is another's.",
    scopes: ["admin"],
    body: { schema: "AdjustmentsRequest", required: true },
    answer: { status: 200, schema: "AdjustmentsTaken", about: "What became of them, once they are stored." },
    errors: [400, 409, 413, 415],
  },
];

const costDays: QueryWord[] = [
  { name: "from", about: "The first day, YYYY-MM-DD.", schema: { type: "string", format: "date" } },
  { name: "to", about: "The day after the last.", schema: { type: "string", format: "date" } },
];
const costNames: QueryWord[] = [
  { name: "source", about: "Of one source alone.", schema: { type: "string" } },
  { name: "campaign", about: "Of one campaign alone, as it is written.", schema: { type: "string" } },
];
const costOperations: readonly Operation[] = [
  {
    id: "listCosts",
    tag: "Costs",
    method: "get",
    path: "/api/v1/costs",
    summary: "What advertising cost, the newest day first",
    about: "As CSV in the form in which it can be sent; the header `link` leads to the next page.",
    scopes: ["read", "admin"],
    query: [...page, ...costDays, ...costNames, ...format.slice(0, 1)],
    answer: { status: 200, schema: "CostList", csv: true, about: "One page." },
    errors: [400],
  },
  {
    id: "sendCosts",
    tag: "Costs",
    method: "post",
    path: "/api/v1/costs",
    summary: "Keeps advertising costs by day, source, medium and campaign",
    about:
      "Also as `text/csv` with a header, amounts in whole units; `?source=` and `?medium=` then hold for lines that name none, and lines of the same campaign are added up. What is there for the same day, source, medium and campaign is replaced, so sending again changes nothing. Bad ones are named and take no other down.",
    scopes: ["admin"],
    body: { schema: "CostsRequest", required: true },
    answer: { status: 200, schema: "CostsSaved", about: "What became of them, once they are stored." },
    errors: [400, 413, 415],
  },
  {
    id: "deleteCosts",
    tag: "Costs",
    method: "delete",
    path: "/api/v1/costs",
    summary: "Forgets costs",
    scopes: ["admin"],
    query: [...costDays.map((word) => ({ ...word, required: true })), ...costNames],
    answer: { status: 200, schema: "CostsDeleted", about: "How many there were." },
    errors: [400],
  },
];

const key = { tag: "Keys", scopes: ["admin"] } as const;
const keyOperations: readonly Operation[] = [
  {
    ...key,
    id: "listKeys",
    method: "get",
    path: "/api/v1/keys",
    summary: "The keys, oldest first, revoked ones too",
    about: "Of secret keys only the beginning is shown.",
    query: page,
    answer: { status: 200, schema: "ApiKeyList", about: "One page." },
    errors: [400],
  },
  {
    ...key,
    id: "createKey",
    method: "post",
    path: "/api/v1/keys",
    summary: "Makes a key",
    about: "The answer has the whole key, this one time. A key hands on no scope that it lacks itself.",
    body: { schema: "NewKey", required: true },
    answer: { status: 201, schema: "NewApiKey", about: "The key with its secret." },
    errors: [400, 413, 415],
  },
  {
    ...key,
    id: "readKey",
    method: "get",
    path: "/api/v1/keys/{id}",
    summary: "One key",
    answer: { status: 200, schema: "ApiKey", about: "It." },
    errors: [404],
  },
  {
    ...key,
    id: "changeKey",
    method: "patch",
    path: "/api/v1/keys/{id}",
    summary: "Changes the pages that may send with a write key",
    about: "Also `PATCH /api/v1/keys?key=…`.",
    body: { schema: "KeyChange", required: true },
    answer: { status: 200, schema: "ApiKey", about: "As it is now." },
    errors: [400, 404, 413, 415],
  },
  {
    ...key,
    id: "rotateKey",
    method: "post",
    path: "/api/v1/keys/{id}/rotate",
    summary: "Makes a key that may do the same, and lets the old one end",
    body: { schema: "KeyRotation", required: false },
    answer: { status: 201, schema: "RotatedApiKey", about: "The new key with its secret, and the old one." },
    errors: [400, 404, 409, 413, 415],
  },
  {
    ...key,
    id: "revokeKey",
    method: "delete",
    path: "/api/v1/keys/{id}",
    summary: "Ends a key for good",
    about: "Senders are refused within ten seconds. Also `DELETE /api/v1/keys?key=…`.",
    answer: { status: 204, about: "It is refused from now on." },
    errors: [404],
  },
];

const calls: readonly { word: string; schema: SchemaName; summary: string }[] = [
  { word: "track", schema: "TrackMessage", summary: "Something happened" },
  { word: "page", schema: "PageMessage", summary: "A page was viewed" },
  { word: "screen", schema: "PageMessage", summary: "A screen of an app was viewed" },
  { word: "identify", schema: "IdentifyMessage", summary: "A visitor is a known person" },
  { word: "group", schema: "GroupMessage", summary: "A person belongs to a group (answered, not stored)" },
  { word: "alias", schema: "AliasMessage", summary: "Two ids are the same person" },
  { word: "batch", schema: "BatchMessage", summary: "Several messages at once" },
];

const ingestionOperations = calls.map(
  ({ word, schema, summary }): Operation => ({
    id: word,
    tag: "Events",
    method: "post",
    path: `/v1/${word}`,
    summary,
    about: `The same under \`/api/v1/${word}\`. With a write key or a secret key; one bad event never fails its batch.`,
    scopes: ["ingest"],
    body: { schema, required: true },
    answer: {
      status: 200,
      schema: "IngestionAnswer",
      about: "After the events are safely stored.",
    },
    errors: [400, 408, 413],
  }),
);

/** Every operation of the document, in the order it is read. */
export const operations: readonly Operation[] = [
  ...reportNames.filter((name) => name !== "catalog").map(reportOperation),
  catalog,
  reportOperation("catalog"),
  ...kinds.flatMap(definitionOperations),
  ...adjustmentOperations,
  ...costOperations,
  ...keyOperations,
  ...ingestionOperations,
];

/** What the parts of the document are about. */
export const tags: readonly { name: string; description: string }[] = [
  {
    name: "Reports",
    description: `Questions and their answers. A key may ask ${keyLimits.questions.perSecond} times a second, ${keyLimits.questions.burst} times at once.`,
  },
  { name: "Goals", description: "What counts as a conversion. Definitions hold for the past as well." },
  { name: "Segments", description: "Filters on visitors and sessions, by key." },
  { name: "Funnels", description: "Funnel questions without their range, by key." },
  {
    name: "Adjustments",
    description:
      "What became of orders after they were placed: reports are restated at the orders' own time.",
  },
  { name: "Costs", description: "What advertising cost, in days of the project's timezone." },
  { name: "Keys", description: "Who may send, ask and manage." },
  { name: "Events", description: "Sending events, by the tracking API of Segment." },
];
