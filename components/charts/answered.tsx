import { type ReactNode, Suspense } from "react";
import { Panel } from "@/components/ui/panel";
import { isAppError } from "@/lib/errors";
import { SectionBoundary } from "./section-boundary";

type Props<T> = {
  /** What the part answers; heads it when there is no answer. */
  title: string;
  answer: Promise<T>;
  /** The shape of what comes. */
  fallback: ReactNode;
  children: (answer: T) => ReactNode;
};

/** A part of a page that comes when its answer does; whatever fails stays inside it. */
export const Answered = <T,>({ title, answer, fallback, children }: Props<T>) => (
  <SectionBoundary title={title}>
    <Suspense fallback={fallback}>
      <Await title={title} answer={answer}>
        {children}
      </Await>
    </Suspense>
  </SectionBoundary>
);

const Await = async <T,>({ title, answer, children }: Omit<Props<T>, "fallback">) => {
  const result = await settled(answer);
  if ("value" in result) return children(result.value);
  return (
    <Panel role="alert" className="px-4 py-5">
      <h2 className="font-medium">{title}</h2>
      <p className="text-muted text-sm">{result.message}</p>
    </Panel>
  );
};

/** Errors that are meant for the reader become words; others go to the boundary. */
const settled = async <T,>(answer: Promise<T>): Promise<{ value: T } | { message: string }> => {
  try {
    return { value: await answer };
  } catch (error) {
    if (isAppError(error)) return { message: error.message };
    throw error;
  }
};
