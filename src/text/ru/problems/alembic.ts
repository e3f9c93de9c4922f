/** What is wrong with alembic, the recorded reference and the shadow database. */
import { runsElsewhere } from "../../../core/runs-elsewhere.ts";
import { join } from "../../join.ts";
import { server, type Write } from "../../problem-writing.ts";
import { counted, OF_REVISIONS } from "../numbers.ts";

export const alembic = {
  alembic_missing: (d) => ({
    what: "Запустить alembic не удаётся.",
    why:
      d["reason"] === "not_found"
        ? `Его нет ни в виртуальном окружении рядом с ${d["directory"]}, ни через uv, poetry, pdm, pipenv или hatch, ни в PATH.`
        : `${d["file"] ?? d["command"]}: ${d["reason"]}.`,
    next: 'Активируйте окружение проекта или укажите команду: --alembic ".venv/bin/alembic".',
  }),
  alembic_failed: (d) => ({
    what: `Команда ${d["command"]} завершилась ошибкой.`,
    why: `Её сообщение: ${d["line"]}`,
    next: "Запустите её вручную в папке проекта, чтобы увидеть весь вывод, исправьте и повторите.",
  }),
  alembic_elsewhere: (d) => ({
    what: "alembic и restamp подключаются к двум разным базам.",
    why: `alembic работает с ${d["theirs"]}, restamp с ${d["ours"]}.`,
    next: "Посмотрите, откуда env.py берёт URL. Пока базы разные, исправлять ничего нельзя.",
  }),
  schema_missing: (d) => ({
    what: `В базе ${d["database"]} нет схемы ${d["schema"]}, или роли ${d["role"]} нельзя ею пользоваться.`,
    why: "--schema указывает, с какой из нескольких схем работать.",
    next: "restamp diagnose без --schema перечислит схемы, в которых есть таблица версий.",
  }),
  stamp_elsewhere: (d) => ({
    what: `Штамп alembic держит в схеме ${d["theirs"]}, а диагностика шла по схеме ${d["ours"]}. Ничего не выполнено.`,
    why: `Туда его ведёт search_path: роли, базы, параметра options в URL или PGOPTIONS. Он создал бы вторую таблицу ${d["table"]} или записал бы не в ту.`,
    next: `Если нужна именно ${d["theirs"]}, начните снова с --schema ${d["theirs"]}. Если нет, исправьте search_path и повторите диагностику.`,
  }),
  schema_not_followed: (d) => ({
    what: `alembic работает не в схеме ${d["schema"]}.`,
    why: "Его драйвер не учитывает PGOPTIONS, или env.py задаёт свой search_path.",
    next: "Передайте через -x то, по чему env.py выберет эту схему. До тех пор исправлять ничего нельзя.",
  }),
  reference_unreadable: (d) => ({
    what: `Не удаётся прочитать эталон ${d["path"]}.`,
    why: "Он повреждён или записан в формате, которого этот restamp не знает.",
    next: "Удалите его и запишите заново: restamp record.",
  }),
  shadow_unavailable: (d) => ({
    what: "Нет теневой базы, в которой можно прогнать ревизии.",
    why:
      {
        not_installed:
          "Для своего сервера restamp нужны серверные программы PostgreSQL (initdb, postgres), а на этой машине их нет.",
        not_created: `Роль ${d["role"]} не смогла создать её на ${server(d)}: ${d["message"]}`,
      }[d["reason"] ?? ""] ?? join("Встроенный PostgreSQL не запустился.", d["message"]),
    next: join(
      "Укажите другое место: --shadow same-server создаст её рядом с вашей базой (роли нужно право CREATEDB), --shadow URL возьмёт вашу пустую базу. Или установите серверные программы PostgreSQL.",
      d["package"] &&
        `Они есть и в npm: npx -p ./restamp-*.tgz -p ${d["package"]} restamp, а если restamp установлен — npm install ${d["package"]} там же.`,
    ),
  }),
  shadow_not_empty: (d) => ({
    what: `Теневая база ${d["database"]} на ${server(d)} не пуста. В неё ничего не записано.`,
    why: `В ней есть: ${d["found"]}. Ревизии прогоняются с нуля, а после прогона из теневой базы удаляется всё.`,
    next: "Укажите в --shadow пустую базу, или пусть restamp создаст её сам: --shadow embedded.",
  }),
  shadow_is_target: (d) => ({
    what: `Теневая база — это та самая база, которую нужно исправить: ${d["database"]} на ${server(d)}. Ничего не записано.`,
    why: "В теневой базе прогоняются ревизии, а после прогона из неё удаляется всё.",
    next: "Укажите в --shadow другую, пустую базу, или пусть restamp создаст её сам: --shadow embedded.",
  }),
  shadow_not_followed: (d) => ({
    what: "env.py не пошёл за restamp в теневую базу; нигде ничего не записано.",
    why: join(
      d["place"]
        ? `restamp передаёт адрес теневой базы в DATABASE_URL и во всех других переменных, которые называют базу, но env.py или ревизия подключились к базе ${d["place"]}. Там restamp их остановил.`
        : `restamp передаёт адрес теневой базы в DATABASE_URL и во всех других переменных, которые называют базу, но команда ${d["command"]} не нашла там метку restamp.`,
      d["line"],
    ),
    next: runsElsewhere(d["command"] ?? "")
      ? "Этот alembic работает в другом месте, и собственный сервер restamp на этой машине ему недоступен. Для исправления: --rehearse none. Для записи: --shadow same-server."
      : "Пусть env.py сначала читает DATABASE_URL; или передайте записанный эталон через --reference.",
  }),
  recording_failed: (d) => ({
    what: d["revision"]
      ? `Ревизии не прогнать с самого начала: ${d["revision"]} завершается ошибкой.`
      : "Ревизии не прогнать с самого начала.",
    why: `В пустой теневой базе ${d["command"]} сообщает: ${d["line"]}`,
    next: "Исправьте эту ревизию. Если ей нужны таблицы, которые кто-то другой создаёт ещё до цепочки, опишите их в restamp.baseline.sql рядом с эталоном. Ваша база не изменилась.",
  }),
  recording_lost: (d) => ({
    what: "alembic сообщает об успехе, но его изменения не сохранились.",
    why: `В пустой теневой базе ${d["command"]} upgrade завершился успешно, а следов нет: не хватает ${counted(Number(d["count"]), OF_REVISIONS)}. Обычно env.py выполняет SQL до context.configure(), и эту транзакцию никто не фиксирует.`,
    next: "Пусть env.py фиксирует то, что выполняет сам. Ваша база не изменилась.",
  }),
  baseline_failed: (d) => ({
    what: `Файл ${d["path"]} не выполняется в пустой теневой базе.`,
    why: d["line"] ?? "",
    next: "Он должен создавать таблицы, с которых начинается цепочка: такой файл пишет pg_dump --schema-only --no-owner --no-privileges. Ваша база не изменилась.",
  }),
} satisfies Record<string, Write>;
