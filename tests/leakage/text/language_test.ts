import assert from "node:assert/strict";
import { readCsv } from "../../../src/formats/csv.ts";
import { isForeign } from "../../../src/leakage/text/language.ts";
import { sharedPath } from "../../shared.ts";

/** Captions by language, written before the word lists were tried on them. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  German: [
    "Ein Hund bellt im Garten",
    "Regen fällt auf ein Dach",
    "Zwei Männer sprechen miteinander, während ein Auto vorbeifährt",
    "Das Baby weint laut",
    "Jemand klopft an die Tür",
    "Vögel zwitschern und der Wind weht",
  ],
  French: [
    "un chien aboie",
    "il pleut",
    "Des oiseaux chantent dans la forêt",
    "Une femme parle pendant que l'eau coule",
    "La porte grince et se ferme",
    "Les vagues se brisent sur le rivage",
  ],
  Spanish: [
    "Un perro ladra en el jardín",
    "La lluvia cae sobre el tejado",
    "Una mujer habla mientras suena la música",
    "Los pájaros cantan",
    "El viento sopla con fuerza",
    "Alguien toca a la puerta y un niño llora",
  ],
  Italian: [
    "Un cane abbaia in giardino",
    "La pioggia cade sul tetto di una casa",
    "Gli uccelli cantano nella foresta",
    "Una donna parla mentre il bambino piange",
    "Il treno passa",
    "Le onde si infrangono sulla riva del mare",
  ],
  Portuguese: [
    "Um cachorro late no quintal",
    "A chuva cai sobre o telhado da casa",
    "Uma mulher fala enquanto a água corre",
    "Os pássaros cantam",
    "O vento sopra com força",
    "Um homem bate à porta",
  ],
  Dutch: [
    "Een hond blaft in de tuin",
    "Het regent op het dak",
    "Een vrouw praat terwijl er muziek speelt",
    "Vogels fluiten en de wind waait",
    "De trein rijdt voorbij met veel lawaai",
    "Een kind huilt",
  ],
  Swedish: [
    "En hund skäller i trädgården",
    "Det regnar på taket",
    "En kvinna pratar medan musik spelas",
    "Fåglar kvittrar och vinden blåser",
  ],
  Danish: [
    "En hund gør i haven",
    "Det regner på taget",
    "En kvinde taler, mens et barn græder",
    "Fugle synger og vinden blæser",
  ],
  Finnish: [
    "Koira haukkuu ja lapsi itkee",
    "Mies puhuu kun sade ropisee",
    "Linnut laulavat metsässä",
  ],
  Polish: [
    "Pies szczeka w ogrodzie",
    "Kobieta mówi podczas deszczu",
    "Ptaki śpiewają na drzewie",
    "Dziecko płacze i ktoś puka do drzwi",
  ],
  Turkish: ["Bir köpek havlıyor", "Yağmur çatıya yağıyor", "Bir kadın konuşuyor ve müzik çalıyor"],
  Indonesian: ["Seekor anjing yang menggonggong di halaman", "Hujan turun dan angin bertiup"],
  Romanian: ["Un câine latră în curte", "O femeie vorbește și plouă"],
  Hungarian: ["Egy kutya ugat a kertben", "Az eső esik és fúj a szél"],
  Japanese: ["犬が吠えている", "雨が降っている", "男性が話している間に車が通り過ぎる"],
  Chinese: ["一只狗在叫", "雨落在屋顶上", "一个女人在说话"],
  Korean: ["개가 짖고 있다", "지붕에 비가 내린다"],
  Russian: ["Собака лает во дворе", "Идёт дождь", "Женщина говорит, а ребёнок плачет"],
  Arabic: ["كلب ينبح في الحديقة", "المطر يسقط على السطح"],
  Hindi: ["एक कुत्ता भौंक रहा है", "छत पर बारिश हो रही है"],
  Greek: ["Ένας σκύλος γαβγίζει στον κήπο", "Βρέχει στη στέγη"],
};

const ENGLISH = [
  "",
  "123",
  "dogs bark",
  "A Dog Barks",
  "a naïve piano in a café",
  "people sing la la la",
  "El train passes over a bridge",
  "A man speaks in German and a woman speaks French",
  "de-icing a plane",
  "An MC says Voilà, then applause",
  "🐶 a dog barks",
  "Van door slams",
  "A van passes",
  "A horse eats hay",
  "Los Angeles traffic",
  "Las Vegas casino ambience",
  "Footsteps w/ reverb",
  "E minor guitar chord",
  "Man speaks, y'all",
  "A man sings na na na",
  "Sci-fi med bay door",
  "Café ambience",
  "Beyoncé style vocals",
];

Deno.test("captions of other languages are told by their function words or scripts", () => {
  const all = Object.values(FOREIGN).flat();
  const missed = all.filter((caption) => !isForeign(caption));
  assert.ok(missed.length <= 0.05 * all.length, missed.join("\n"));
  assert.deepEqual(ENGLISH.filter(isForeign), []);
});

Deno.test("hardly any English caption is taken for another language", () => {
  const folder = sharedPath("data");
  if (folder === undefined) return;
  const tables = ["audiocaps/val", "audiocaps/test", "clotho-captions/clotho_captions_evaluation"];
  const captions = tables.flatMap((name) => {
    const { rows } = readCsv(Deno.readFileSync(`${folder}/${name}.csv`), name);
    return rows.flatMap(({ values }) =>
      Object.keys(values).filter((column) => column.startsWith("caption"))
        .map((column) => values[column]!)
    );
  });
  assert.ok(captions.length > 10_000);
  assert.ok(captions.filter(isForeign).length <= 0.001 * captions.length);
});
