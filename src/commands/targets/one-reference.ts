/** One reference for all targets: their chain is the same, so it is read or recorded once. */
import type { Reference } from "../../core/reference.ts";
import type { Saved } from "../../io/ports/reference.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { Workbench } from "../../io/ports/workbench.ts";
import { fittingReference } from "../../session/stages/fitting-reference.ts";

/**
 * @param onLine is told of a recording, if there has to be one
 * @returns a wrapper for the ports of each target. Whatever is wrong with the reference is so for all
 */
export function oneReference(
  onLine: (line: string) => void,
  onRecorded: (saved: Saved, reference: Reference, workbench: Workbench) => void,
): (ports: SessionPorts) => SessionPorts {
  let shared: Promise<Reference> | null = null;
  const load = async (workbench: Workbench): Promise<Reference> => {
    const { reference, isNew } = await fittingReference(workbench, onLine);
    if (isNew) onRecorded(await workbench.reference.save(reference), reference, workbench);
    return reference;
  };
  return (ports) => ({
    ...ports,
    open: async () => {
      const workbench = await ports.open();
      const once = () => {
        shared ??= load(workbench);
        return shared;
      };
      return { ...workbench, reference: { ...workbench.reference, load: once, record: once } };
    },
  });
}
