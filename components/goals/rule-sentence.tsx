import { cn } from "@/components/ui/cn";
import type { Matcher } from "@/lib/matching/definition";
import { type Piece, ruleInWords } from "./rule-in-words";

const tags = { word: "strong", name: "em" } as const;
const looks = { word: "font-medium", name: "text-ink italic" } as const;

const Run = ({ piece: { text, as } }: { piece: Piece }) => {
  if (!as) return text;
  const Tag = tags[as];
  return <Tag className={looks[as]}>{text}</Tag>;
};

/** Pieces of a sentence, told apart by weight and slant. */
export const Sentence = ({ pieces, className }: { pieces: readonly Piece[]; className?: string }) => (
  <span className={cn("text-muted [overflow-wrap:anywhere]", className)}>
    {pieces.map((piece, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one sentence have no other name
      <Run key={index} piece={piece} />
    ))}
  </span>
);

/** A goal's rule as a sentence. */
export const RuleSentence = ({ match, className }: { match: Matcher; className?: string }) => (
  <Sentence pieces={ruleInWords(match)} {...(className ? { className } : {})} />
);
