import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";

/** Visitors are there, but nothing says what counts. */
export const NoGoals = ({ base, missing }: { base: string; missing: "macro" | "any" }) => (
  <Panel>
    <EmptyState
      title={missing === "any" ? "No goals yet" : "No macro goal yet"}
      actions={
        <Button variant="primary" asChild>
          <Link href={`${base}/goals`}>Define a goal</Link>
        </Button>
      }
    >
      {missing === "any"
        ? "Goals say what counts: the aim, such as an order, and the small steps that lead to it."
        : "A macro goal is the aim that the small steps lead to, such as an order. Name it and this page shows how they feed it."}
    </EmptyState>
  </Panel>
);
