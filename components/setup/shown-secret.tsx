import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions, DialogClose, DialogContent } from "@/components/ui/dialog";

/** A key that was just made: for a secret one this is the only time. */
export const ShownSecret = ({ secret, description }: { secret: string; description: string }) => (
  <DialogContent title="Your new key" description={description}>
    <code className="block rounded-md border bg-sunken px-3 py-2.5 font-mono text-sm [overflow-wrap:anywhere]">
      {secret}
    </code>
    <DialogActions>
      <CopyButton text={secret} label="Copy key" />
      <DialogClose asChild>
        <Button size="sm" variant="primary">
          I have stored it
        </Button>
      </DialogClose>
    </DialogActions>
  </DialogContent>
);
