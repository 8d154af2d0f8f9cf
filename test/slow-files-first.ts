import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest even by itself, longest first: begun last, one processor would wait for it alone. A rough order is enough. */
const slowFiles: readonly string[] = [
  'test/report/in-the-browser.test.ts',
  'test/report/editions.test.ts',
  'test/report/identification.test.ts',
  'test/commands/sicherung.test.ts',
  'test/report/docx.test.ts',
  'test/faults/crash.test.ts',
  'test/commands/leak.test.ts',
  'test/commands/bericht-viele.test.ts',
  'test/commands/walk.test.ts',
  'test/report/leak.test.ts',
  'test/faults/disk-full.test.ts',
  'test/store/faults.test.ts',
  'test/cli/exit-codes.test.ts',
  'test/commands/netz-importieren.test.ts',
  'test/commands/person.test.ts',
  'test/commands/warnung.test.ts',
  'test/commands/demo.test.ts',
  'test/commands/papers.test.ts',
  'test/commands/katalog-importieren.test.ts',
  'test/readme.test.ts',
];

/** A fresh checkout does not know yet how long files take, and goes by their size; the slow ones are named here. */
export default class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const index = slowFiles.findIndex((file) => moduleId.endsWith(`/${file}`));
      return index === -1 ? slowFiles.length : index;
    };
    // Files that share a process stay together, otherwise it would be ended in between.
    const group = ({ project }: TestSpecification) => (project.config.isolate ? 0 : 1);
    return sorted.toSorted((one, other) => group(one) - group(other) || rank(one) - rank(other));
  }
}
