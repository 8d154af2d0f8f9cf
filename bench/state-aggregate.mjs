// What somebody would write by hand to count a state: `node bench/state-aggregate.mjs FILE DAY`. One aggregate, no program around it.
import BetterSqlite3 from 'better-sqlite3';

const [path, day] = process.argv.slice(2);
const db = new BetterSqlite3(path, { readonly: true });
const rows = db
  .prepare(
    `select kommune, count(*) as antworten,
       sum(review_due > $day and status = 'ja') as ja,
       sum(review_due > $day and status = 'teilweise') as teilweise,
       sum(review_due > $day and status = 'nein') as nein,
       sum(review_due > $day and status = 'entbehrlich') as entbehrlich,
       sum(review_due <= $day) as zu_bestaetigen,
       sum(review_due > $day and status in ('teilweise', 'nein') and bis < $day) as ueberfaellig,
       sum(review_due > $day and status in ('teilweise', 'nein') and (bis is null or verantwortlich is null)) as ohne_termin,
       sum(source in ('sammel', 'bestaetigung')) as gesammelt,
       min(valid_from) as aelteste
     from (
       select kommune, status, review_due, valid_from, bis, verantwortlich, source,
         row_number() over (partition by kommune, zielobjekt, control order by valid_from desc, entry desc, row_id desc) as version
       from assessment
       where recorded_at < $day || 'T23:00:00.000Z' and valid_from <= $day
         and not exists (select 1 from ruecknahme where ruecknahme.kommune = assessment.kommune and ruecknahme.eintrag = assessment.entry)
     )
     where version = 1 group by kommune`,
  )
  .all({ day });
db.close();
process.stdout.write(`${JSON.stringify(rows)}\n`);
