import { formatCount } from "@/components/charts/format";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { Replayed, ReplayState } from "./use-replay";

const events = (count: number): string => `${formatCount(count)} ${count === 1 ? "event" : "events"}`;

/** How far a replay has come, and what came of it. */
export const ReplayOutcome = ({
  state: { running, problem, stop },
  done,
  onClose,
}: {
  state: ReplayState & { stop: () => void };
  done: Replayed;
  onClose: () => void;
}) => {
  const { accepted, duplicates, ignored, stillRejected } = done;
  const rest = [
    duplicates > 0 ? `${events(duplicates)} had been stored before` : null,
    ignored > 0 ? `${events(ignored)} ignored by your settings` : null,
    stillRejected > 0 ? `${events(stillRejected)} still rejected` : null,
  ].filter((part) => part !== null);
  return (
    <div className="grid gap-3">
      <div role="status" className="flex items-center gap-2">
        {running ? <Spinner label="Sending" /> : null}
        <p>
          <strong className="font-medium">{events(accepted)} accepted.</strong>{" "}
          {rest.length > 0 ? `${rest.join(", ")}.` : ""}
          {running || accepted === 0 ? "" : ` Reports count ${accepted === 1 ? "it" : "them"} from now on.`}
        </p>
      </div>
      {stillRejected > 0 && !running ? (
        <p className="text-muted text-sm">Those wait under the reason they are rejected for now.</p>
      ) : null}
      {problem ? (
        <Notice tone="bad">
          {problem} What was accepted stays; replay again to go on, nothing is stored twice.
        </Notice>
      ) : null}
      <DialogActions>
        {running ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        )}
      </DialogActions>
    </div>
  );
};
