import { z } from "zod";
import { adCost, mostAdCosts } from "@/lib/ad-costs/definition";
import { newAdjustment } from "@/lib/adjustments/definition";
import { funnelDefinition } from "@/lib/funnels/definition";
import { goalDefinition } from "@/lib/goals/definition";
import { keyChange, keyRotation, newKeyRequest } from "@/lib/http/key-requests";
import {
  contextFields,
  eventField,
  eventFilter,
  matcher,
  segmentFilter,
  unitField,
} from "@/lib/matching/definition";
import { attributionQuestion } from "@/lib/reports/attribution/definition";
import { catalogQuestion } from "@/lib/reports/catalog/definition";
import { compareQuestion } from "@/lib/reports/compare/definition";
import { conversionsQuestion } from "@/lib/reports/conversions/definition";
import { decompositionQuestion } from "@/lib/reports/decomposition/definition";
import { instant } from "@/lib/reports/definition";
import { funnelQuestion } from "@/lib/reports/funnel/definition";
import { healthQuestion } from "@/lib/reports/health/definition";
import { insightsQuestion } from "@/lib/reports/insights/definition";
import { journeyQuestion } from "@/lib/reports/journey/definition";
import { matrixQuestion } from "@/lib/reports/matrix/definition";
import { pathsQuestion } from "@/lib/reports/paths/definition";
import { pipelineQuestion } from "@/lib/reports/pipeline/definition";
import type { ReportName } from "@/lib/reports/question";
import { retentionQuestion } from "@/lib/reports/retention/definition";
import { timeseriesQuestion } from "@/lib/reports/timeseries/definition";
import { visitorsQuestion } from "@/lib/reports/visitors/definition";
import { segmentDefinition } from "@/lib/segments/definition";
import { adjustmentsRequest, adjustmentsTaken, listedAdjustment } from "./answers/adjustments";
import { attributionAnswer, attributionCredit, attributionRow } from "./answers/attribution";
import { catalogAnswer } from "./answers/catalog";
import { compareAnswer } from "./answers/compare";
import { conversionsAnswer, goalNumbers } from "./answers/conversions";
import { costsDeleted, costsSaved } from "./answers/costs";
import { decompositionAnswer } from "./answers/decomposition";
import { funnelAnswer, funnelStepNumbers } from "./answers/funnel";
import { healthAnswer, healthFinding } from "./answers/health";
import { insightsAnswer, insightsFinding } from "./answers/insights";
import { journeyAnswer, journeyEvent, journeySession, journeyVisitor } from "./answers/journey";
import { apiKey, errorAnswer, goalUser, listOf, newApiKey, rotatedApiKey } from "./answers/management";
import { matrixAnswer } from "./answers/matrix";
import { pathsAnswer } from "./answers/paths";
import { pipelineAnswer, pipelineBackTest, pipelineExpected } from "./answers/pipeline";
import { retentionAnswer } from "./answers/retention";
import { computed, money, rate } from "./answers/shared";
import { timeseriesAnswer } from "./answers/timeseries";
import { visitorsAnswer } from "./answers/visitors";
import { fieldWords } from "./field-words";
import {
  aliasMessage,
  batchMessage,
  groupMessage,
  identifyMessage,
  ingestionAnswer,
  pageMessage,
  trackMessage,
} from "./ingestion-schemas";

/** What a report is asked with and what it answers. */
export const reportSchemas: Record<ReportName, { question: z.ZodType; answer: z.ZodType }> = {
  conversions: { question: conversionsQuestion, answer: conversionsAnswer },
  funnel: { question: funnelQuestion, answer: funnelAnswer },
  matrix: { question: matrixQuestion, answer: matrixAnswer },
  health: { question: healthQuestion, answer: healthAnswer },
  attribution: { question: attributionQuestion, answer: attributionAnswer },
  timeseries: { question: timeseriesQuestion, answer: timeseriesAnswer },
  compare: { question: compareQuestion, answer: compareAnswer },
  decomposition: { question: decompositionQuestion, answer: decompositionAnswer },
  insights: { question: insightsQuestion, answer: insightsAnswer },
  paths: { question: pathsQuestion, answer: pathsAnswer },
  retention: { question: retentionQuestion, answer: retentionAnswer },
  pipeline: { question: pipelineQuestion, answer: pipelineAnswer },
  visitors: { question: visitorsQuestion, answer: visitorsAnswer },
  journey: { question: journeyQuestion, answer: journeyAnswer },
  catalog: { question: catalogQuestion, answer: catalogAnswer },
};

/** A body that states some fields of a definition, whose key stays. */
const changeOf = ({ key, ...fields }: Record<string, z.ZodType>) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
      ]),
    ),
  );

/** Everything that requests and answers are made of, by its name in the document. */
export const schemas = {
  Instant: instant,
  EventField: eventField,
  UnitField: unitField,
  Filter: eventFilter,
  SegmentFilter: segmentFilter,
  Matcher: matcher,
  Goal: goalDefinition,
  GoalWithUsers: z.strictObject({ ...goalDefinition.shape, usedBy: z.array(goalUser) }),
  GoalList: listOf(goalDefinition),
  GoalChange: changeOf(goalDefinition.shape),
  Segment: segmentDefinition,
  SegmentChange: changeOf(segmentDefinition.shape),
  SegmentList: listOf(segmentDefinition),
  SavedFunnel: funnelDefinition,
  SavedFunnelChange: changeOf(funnelDefinition.shape),
  SavedFunnelList: listOf(funnelDefinition),
  NewKey: newKeyRequest,
  KeyChange: keyChange,
  KeyRotation: keyRotation,
  ApiKey: apiKey,
  NewApiKey: newApiKey,
  RotatedApiKey: rotatedApiKey,
  ApiKeyList: listOf(apiKey),
  Adjustment: newAdjustment,
  AdjustmentsRequest: adjustmentsRequest,
  AdjustmentsTaken: adjustmentsTaken,
  Cost: adCost,
  CostsRequest: z.strictObject({ costs: z.array(adCost).min(1).max(mostAdCosts) }),
  CostsSaved: costsSaved,
  CostList: listOf(adCost),
  CostsDeleted: costsDeleted,
  AdjustmentList: listOf(listedAdjustment),
  ConversionsQuestion: conversionsQuestion,
  ConversionsAnswer: conversionsAnswer,
  GoalNumbers: goalNumbers,
  FunnelQuestion: funnelQuestion,
  FunnelAnswer: funnelAnswer,
  FunnelStepNumbers: funnelStepNumbers,
  AttributionQuestion: attributionQuestion,
  AttributionAnswer: attributionAnswer,
  AttributionRow: attributionRow,
  AttributionCredit: attributionCredit,
  MatrixQuestion: matrixQuestion,
  MatrixAnswer: matrixAnswer,
  HealthQuestion: healthQuestion,
  HealthAnswer: healthAnswer,
  HealthFinding: healthFinding,
  TimeseriesQuestion: timeseriesQuestion,
  TimeseriesAnswer: timeseriesAnswer,
  CompareQuestion: compareQuestion,
  CompareAnswer: compareAnswer,
  DecompositionQuestion: decompositionQuestion,
  DecompositionAnswer: decompositionAnswer,
  InsightsQuestion: insightsQuestion,
  InsightsAnswer: insightsAnswer,
  InsightsFinding: insightsFinding,
  PathsQuestion: pathsQuestion,
  PathsAnswer: pathsAnswer,
  RetentionQuestion: retentionQuestion,
  RetentionAnswer: retentionAnswer,
  PipelineQuestion: pipelineQuestion,
  PipelineAnswer: pipelineAnswer,
  PipelineExpected: pipelineExpected,
  PipelineBackTest: pipelineBackTest,
  VisitorsQuestion: visitorsQuestion,
  VisitorsAnswer: visitorsAnswer,
  JourneyQuestion: journeyQuestion,
  JourneyAnswer: journeyAnswer,
  JourneyVisitor: journeyVisitor,
  JourneySession: journeySession,
  JourneyEvent: journeyEvent,
  CatalogQuestion: catalogQuestion,
  CatalogAnswer: catalogAnswer,
  Rate: rate,
  Money: money,
  Computed: computed,
  TrackMessage: trackMessage,
  PageMessage: pageMessage,
  IdentifyMessage: identifyMessage,
  GroupMessage: groupMessage,
  AliasMessage: aliasMessage,
  BatchMessage: batchMessage,
  IngestionAnswer: ingestionAnswer,
  Error: errorAnswer,
} as const satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof schemas;

const contextWords = contextFields.map((field) => `\`${field}\``).join(" ");

/** What some of them are, for people. */
const schemaWords: Record<string, string> = {
  Instant: "RFC 3339, or `YYYY-MM-DD`: the first instant of that day in the project's timezone.",
  EventField: `A field of one event: ${contextWords}, or \`property.<name>\`, where dots walk into objects and lists.`,
  UnitField: `A field of a visitor or session: ${contextWords}; each also as \`first.…\` and \`session.…\`; \`trait.<name>\`, \`visitor.isNew\`, \`session.isFirst\`.`,
  Filter: "Conditions on one event.",
  SegmentFilter: "Which whole visitors or sessions are kept.",
  Matcher: "Which events satisfy it.",
  Rate: "A rate with its division and its 95 % interval (Wilson).",
  Money: "Integer minor units of one currency.",
};

/** A schema of the document, as JSON Schema 2020-12 says it. */
export type JsonSchema = { [keyword: string]: unknown };

const reference = (name: string): string => `#/components/schemas/${name}`;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Not every reader of patterns knows classes of Unicode. */
const plainPattern = (pattern: string): string =>
  pattern.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f");

const fieldsOf = (properties: JsonSchema, name: string): JsonSchema =>
  Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => {
      const description = fieldWords[`${name}.${field}`] ?? fieldWords[field];
      return [field, { ...(described(schema, name) as JsonSchema), ...(description ? { description } : {}) }];
    }),
  );

/** Says beside every field of the schema `name` what it means. */
const described = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((part) => described(part, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([keyword, part]) => {
      if (keyword === "properties" && isObject(part)) return [keyword, fieldsOf(part, name)];
      return [keyword, keyword === "pattern" ? plainPattern(String(part)) : described(part, name)];
    }),
  );
};

/** The schemas of the document: what is sent as people write it, what names another points to it. */
export const jsonSchemas = (): Record<string, JsonSchema> => {
  const registry = z.registry<{ id: string; description?: string }>();
  for (const [id, schema] of Object.entries(schemas))
    registry.add(schema, { id, description: schemaWords[id] });
  const made = z.toJSONSchema(registry, { io: "input", uri: reference });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema, $id, ...schema }]) => [
      name,
      described(schema, name) as JsonSchema,
    ]),
  );
};
