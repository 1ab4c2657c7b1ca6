import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { openApiDocument } from "@/lib/openapi/document";
import { examples } from "@/lib/openapi/examples";
import { operations } from "@/lib/openapi/operations";
import ApiPage from "./page";

it("shows every operation and example, and no link of it leads nowhere", () => {
  const html = renderToStaticMarkup(<ApiPage />);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
  expect(html.match(/<figcaption[^>]*>Request/g)).toHaveLength(examples.length);
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  for (const name of Object.keys(openApiDocument().components.schemas)) {
    const isTold = operations.some(({ body }) => body?.schema === name);
    expect(ids.includes(`shape-${name}`), name).toBe(!isTold || targets.includes(`shape-${name}`));
  }
});
