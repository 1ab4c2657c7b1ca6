import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";

/** How far an answer is, and a way to stop it. */
export const ProgressPanel = ({ done, onCancel }: { done: number | null; onCancel: () => void }) => {
  const percent = done === null ? null : Math.round(done * 100);
  return (
    <Panel
      aria-label="Asking"
      className="flex min-h-64 flex-col items-center justify-center gap-4 px-6 py-12"
    >
      <p id="asking" className="text-muted">
        Asking of every visit in the range
      </p>
      <div
        role="progressbar"
        aria-labelledby="asking"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { "aria-valuenow": percent })}
        className="h-1.5 w-full max-w-xs overflow-hidden rounded-full bg-hover"
      >
        <div
          className={
            percent === null
              ? "h-full w-1/5 animate-pulse rounded-full bg-control"
              : "h-full rounded-full bg-solid transition-[width]"
          }
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      <Button size="sm" onClick={onCancel}>
        Cancel
      </Button>
    </Panel>
  );
};
