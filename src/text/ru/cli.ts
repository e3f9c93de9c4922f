import { plural } from "../plural.ts";
import { undo } from "./cli-undo.ts";
import { counted, decimal, OF_REVISIONS, REVISIONS, TO_REVISIONS } from "./numbers.ts";

const OF_SCRIPTS = { one: "скрипта", few: "скриптов", many: "скриптов" };
const UNCHANGED = { one: "не изменился", few: "не изменились", many: "не изменились" };

/** Paths that the written procedure numbers are looked for under their numbers. */
const NUMBERS: Readonly<Record<string, string>> = { fresh: "3а", adopt: "3б" };
const asInWizard = (path: string) => (NUMBERS[path] ? `${path} (${NUMBERS[path]})` : path);

export const cli = {
  description: "Исправляет базу PostgreSQL, в которой штамп Alembic не соответствует схеме.",
  commands: {
    wizard: "пошаговое исправление (по умолчанию); нужен терминал",
    diagnose: "только чтение: что не так и насколько это точно",
    plan: "что выполнит repair, шаг за шагом",
    repair: "выполнить рекомендованный план без вопросов",
    record: "записать в теневой базе, что делает каждая ревизия",
    sessions: "исправления, которые выполнялись на этой машине",
    undo: "отменить исправление; если не указано какое, то последнее",
    practice: "песочница со сломанной базой, чтобы потренироваться",
    completion: "вывести автодополнение для bash, zsh или fish",
    man: "вывести страницу руководства",
  },
  options: {
    config: "alembic.ini проекта (ищется здесь, затем в backend/)",
    name: "секция в alembic.ini",
    x: "значение, которое передаётся в -x команды alembic",
    envFile: "файл, в котором есть DATABASE_URL",
    url: "база данных в любой записи, которую понимает SQLAlchemy или libpq",
    schema:
      "схема, с которой работать, если таблиц версий несколько; diagnose и repair принимают и несколько схем",
    targets: "файл с URL баз, по одному в строке: несколько баз за один вызов",
    parallel: "сколько баз одновременно",
    failFast: "после первой базы, с которой что-то не так, новых не начинать",
    via: "команда, чьи stdin и stdout — соединение с сервером, например «ssh -W localhost:5432 db» или «kubectl exec -i db-0 -- {}»",
    compose: "база — служба из файла compose: restamp найдёт её по образу, или назовите её",
    alembic: "команда, которая запускает alembic",
    reference: "записанный эталон (restamp.reference.json рядом с alembic.ini)",
    shadow: "где прогонять ревизии: embedded, same-server или URL пустой базы",
    backup: "папка для резервных копий; none, чтобы обойтись без копии",
    pgDump: "команда, которая запускает pg_dump версии сервера или новее",
    all: "прогнать все ревизии, даже если их скрипты не менялись",
    lockTimeout: "сколько ждать блокировку",
    lang: "en или ru (RESTAMP_LANG; иначе как в локали)",
    ascii: "рисовать значки и линии только символами ASCII",
    noColor: "рисовать без цвета",
    ignoreSettings: "не читать файл настроек (restamp.toml)",
    screenReader: "выводить экраны построчно, словами: для программы экранного доступа",
    json: "вывести один объект JSON",
    format: "text, json (то же, что --json) или github (аннотации для задания GitHub Actions)",
    verbose: "выводить в stderr всё, что выполняется",
    yes: "выполнить без вопросов",
    rehearse: "репетиция на клоне схемы (schema), схемы и строк (rows) или без неё (none)",
    confirmUndo: "имя базы: согласие потерять строки, записанные с тех пор",
    path: "upgrade, fresh, adopt, replay или reset вместо рекомендованного варианта",
    stamp: "ревизия для штампа, вместе с --path adopt",
    confirm: "имя базы: согласие на то, что reset уничтожит строки",
    list: "показать список сценариев",
    project: "тренироваться на цепочке этого проекта: сам проект и его база не затрагиваются",
  },
  help: {
    titles: {
      "Usage:": "Использование:",
      "Options:": "Опции:",
      "Arguments:": "Аргументы:",
      "Commands:": "Команды:",
    },
    /** What stands for a value in a term, such as <file>. */
    words: {
      file: "файл",
      section: "секция",
      service: "служба",
      arg: "значение",
      name: "имя",
      command: "команда",
      where: "место",
      folder: "папка",
      how: "как",
      time: "время",
      language: "язык",
      path: "вариант",
      revision: "ревизия",
      database: "база",
      session: "сеанс",
      shell: "оболочка",
      format: "формат",
      count: "число",
      options: "опции",
    },
    unlessGiven: (value: string) => `если не указать: ${value}`,
    help: "эта справка",
    command: "справка по команде",
    version: "версия restamp",
  },
  usage: {
    "commander.unknownOption": (option: string, nearest: string) =>
      `Опции ${option} нет.${nearest ? ` Похожая есть: ${nearest}.` : ""}`,
    "commander.optionMissingArgument": (option: string, _nearest: string) =>
      `Для ${option} нужно значение.`,
    "commander.missingArgument": (name: string, _nearest: string) =>
      `Не хватает аргумента ${name}.`,
    "commander.excessArguments": (words: string, _nearest: string) =>
      `Лишнее в командной строке: ${words}.`,
  },
  unknownLanguage: (value: string, known: string) =>
    `--lang не может быть ${value}: есть ${known}.`,
  optionOfOthers: (option: string, commands: string) =>
    `У этой команды нет ${option}: такая опция есть у ${commands}.`,
  unknownCommand: (name: string, nearest: string) =>
    `Команды ${name} нет.${nearest ? ` Похожая есть: ${nearest}.` : ""}`,
  settings: {
    used: (path: string, keys: readonly string[]) =>
      `Настройки: ${path} (${keys.length > 0 ? keys.join(", ") : "здесь из них ничего не действует"})`,
    tellsPassword: (path: string) =>
      `В ${path} записан пароль, и его могут прочитать другие на этой машине: chmod 600 ${path}, или держите пароль в .env либо в ~/.pgpass.`,
  },
  serviceOrCommand: (name: string) =>
    `--compose ${name}: ${name} — это команда, за службу она не принимается. Пишите restamp ${name} --compose или --compose=СЛУЖБА.`,
  badLockTimeout: (value: string) =>
    `--lock-timeout не может быть ${value}: нужно число с единицей ms, s или min, например 10s.`,
  error: { what: "restamp:", why: "Почему:", next: "Дальше:" },
  diagnose: {
    stamp: "Штамп: ",
    schema: "Схема: ",
    none: "пусто",
    severalTables: "несколько таблиц версий, см. ниже",
    noTable: "таблицы версий нет",
    notProven: "не совпадает ни с одной ревизией",
    fits: (count: number) => `одинаково подходит к ${counted(count, TO_REVISIONS)}`,
    recommended: "Рекомендация: ",
    nothing: "делать ничего не нужно",
    person: "выбрать должен человек",
    next: "Дальше: restamp plan покажет шаги и ничего не выполнит; restamp без команды — это мастер.",
  },
  underRepair:
    "Прямо сейчас эту базу исправляет другой restamp: ниже её нынешнее состояние, и ничто другое рядом с ним не начнётся.",
  planned:
    "Дальше: restamp repair --yes с теми же опциями опробует это на клоне и выполнит; restamp без команды — это мастер.",
  repairNeedsYes: {
    what: "Ничего не выполнено.",
    why: "Команда repair меняет базу, а --yes не указан.",
    next: "Посмотрите restamp plan, затем запустите restamp repair --yes.",
  },
  repairsNeedYes: {
    what: "Ничего не выполнено.",
    why: "Команда repair меняет каждую из этих баз, а --yes не указан.",
    next: "Посмотрите restamp diagnose с теми же опциями, затем добавьте к repair --yes.",
  },
  sameDatabaseUnproved: {
    what: "Ничего не выполнено: нет доказательства, что alembic попадает в эту базу.",
    why: "restamp не может ни задать вопрос через соединение alembic, ни увидеть его сеанс на сервере.",
    next: "Запустите мастер: он показывает, куда, по словам alembic, тот подключается. Или передайте в --alembic команду самого проекта.",
  },
  resetNeedsConfirm: (tables: string, database: string) => ({
    what: "Автоматический скрипт уничтожит строки. Ничего не выполнено.",
    why: `Эти таблицы не пусты: ${tables}.`,
    next: `Если так и задумано: restamp repair --yes --path reset --confirm ${database}`,
  }),
  askSchema: (why: string, schemas: readonly string[]) => ({
    why,
    next: `restamp diagnose покажет, что стоит за каждой. Затем повторите команду с --schema ${schemas.join(" или --schema ")}.`,
  }),
  ask: (why: string, stamps: readonly string[]) => ({
    why,
    next:
      stamps.length > 0
        ? `Откройте мастер или скажите, какая это ревизия: --path adopt --stamp ${stamps.join(" или ")}.`
        : "restamp diagnose перечислит отличия: исправьте их или восстановите резервную копию и проверьте снова. Мастер покажет, что сделал бы каждый вариант.",
  }),
  notACandidate: (revision: string) => `Схема не подтверждает ревизию ${revision}.`,
  unknownPath: (path: string, known: readonly string[], nearest: string) =>
    `Варианта ${path} нет.${nearest ? ` Похожий есть: ${nearest}.` : ""} Есть ${known.map(asInWizard).join(", ")}.`,
  unknownShadow: (value: string) =>
    `${value ? `--shadow не может быть ${value}` : "Такого значения у --shadow не бывает"}: допустимы embedded, same-server или URL пустой базы (postgresql://…).`,
  emptyCommand:
    "Для --via нужна команда, а значение пустое: возможно, не задана переменная оболочки.",
  openQuote: "В --via не закрыта кавычка.",
  unknownRehearsal: (how: string) =>
    `--rehearse не может быть ${how}: допустимы schema, rows и none.`,
  unknownFormat: (value: string) =>
    `--format не может быть ${value}: допустимы text, json и github.`,
  twoFormats: (format: string) =>
    `--json и --format ${format} противоречат друг другу: оставьте что-то одно.`,
  severalSchemas:
    "Несколько --schema принимают только diagnose и repair --yes. Эта команда работает с одной схемой.",
  schemaTwice: (name: string) =>
    `--schema ${name} указана дважды: каждая схема обрабатывается один раз.`,
  confirmOfSeveral:
    "В --confirm стоит имя одной базы, для нескольких баз оно не годится. Исправьте эту базу отдельно.",
  oneWay: (option: string) =>
    `--targets и ${option} противоречат друг другу: как попасть в каждую базу, сказано в файле.`,
  badParallel: (value: string) => `--parallel не может быть ${value}: нужно число от 1 до 999.`,
  onlyOfSeveral: (option: string) =>
    `${option} нужен только для нескольких баз: перечислите их в --targets или схемы в --schema.`,
  steps: {
    running: (title: string) => `· ${title}`,
    done: (seconds: string) => `  готово за ${decimal(seconds)} с`,
  },
  sessions: {
    none: "Этот пользователь ещё ничего не исправлял на этой машине.",
    database: (name: string, server: string) => `${name} на ${server}`,
    path: (path: string) => `вариант ${path}`,
    undoes: (id: string) => `отменяет ${id}`,
    status: {
      unfinished: "не завершён",
      verified: "выполнен и проверен",
      failed: "не удался",
      undone: "отменён",
    },
  },
  undo,
  acted:
    "Выполненное в этом сеансе остаётся: его покажет restamp sessions, исправление отменит restamp undo.",
  goodbye: "Ничего не изменено.",
  repaired: "Исправлено и проверено.",
  nothingToRepair: "Исправлять нечего.",
  recording:
    "Прогоняем миграции во временной базе, чтобы узнать, что делает каждая ревизия; вашу базу только читаем:",
  recorded: (count: number, path: string) =>
    `Эталон записан, ${counted(count, REVISIONS)}: ${path}`,
  recordingStopped: (
    count: number,
    all: number,
    { revision, line }: { readonly revision: string | null; readonly line: string },
  ) =>
    `С самого начала удаётся прогнать только ${count} из ${counted(all, OF_REVISIONS)}: ${revision ?? "одна из них"} завершается ошибкой в пустой базе. Сообщение alembic: ${line}`,
  leftBehindRemoved: (names: readonly string[]) =>
    `Удалено то, что осталось от прерванной записи эталона: ${names.join(", ")}`,
  replayingTheRest: (known: number, all: number) =>
    known === all
      ? `С прошлого прогона здесь не изменился ни один скрипт (всего ${all}): прогонять нечего.`
      : `Из ${counted(all, OF_SCRIPTS)} ${known} ${plural(known, UNCHANGED)} с прошлого прогона здесь; прогоняются остальные.`,
  notSaved: (path: string, reason: string) =>
    `Сохранить эталон в ${path} не удалось (${reason}). На этот раз он пригодился, в следующий будет записан заново; другой файл можно указать в --reference.`,
};
