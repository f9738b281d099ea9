/** "How did we do? Choose one of the five faces below.", for customers whose language a rule has no text for. */
const QUESTIONS: Record<string, string> = {
  ar: 'كيف كانت خدمتنا؟ اختر أحد الوجوه الخمسة أدناه.',
  cs: 'Jak jste s námi spokojeni? Vyberte jeden z pěti obličejů níže.',
  da: 'Hvordan klarede vi os? Vælg et af de fem ansigter herunder.',
  de: 'Wie waren wir? Wählen Sie eines der fünf Gesichter unten.',
  el: 'Πώς τα πήγαμε; Επιλέξτε ένα από τα πέντε πρόσωπα παρακάτω.',
  es: '¿Qué tal lo hemos hecho? Elija una de las cinco caras de abajo.',
  fi: 'Miten onnistuimme? Valitse yksi alla olevista viidestä kasvokuvasta.',
  fr: 'Comment nous en sommes-nous sortis ? Choisissez l’un des cinq visages ci-dessous.',
  he: 'איך היה השירות שלנו? בחרו אחד מחמשת הפרצופים למטה.',
  hu: 'Mennyire elégedett velünk? Válasszon az alábbi öt arc közül.',
  it: 'Come ci siamo comportati? Scelga una delle cinque faccine qui sotto.',
  ja: '対応はいかがでしたか。下の5つの顔から1つお選びください。',
  ko: '저희 응대는 어떠셨나요? 아래 다섯 가지 얼굴 중 하나를 골라 주세요.',
  nl: 'Hoe hebben we het gedaan? Kies een van de vijf gezichtjes hieronder.',
  no: 'Hvordan gjorde vi det? Velg ett av de fem ansiktene nedenfor.',
  pl: 'Jak nam poszło? Proszę wybrać jedną z pięciu buziek poniżej.',
  pt: 'Como nos saímos? Escolha uma das cinco caras abaixo.',
  ro: 'Cum ne-am descurcat? Alegeți una dintre cele cinci fețe de mai jos.',
  ru: 'Как мы справились? Выберите одно из пяти лиц ниже.',
  sv: 'Hur skötte vi oss? Välj ett av de fem ansiktena nedan.',
  tr: 'Sizce nasıldık? Aşağıdaki beş yüzden birini seçin.',
  uk: 'Як ми впоралися? Виберіть одне з п’яти облич нижче.',
  zh: '您对我们的服务满意吗？请在下方五个表情中选择一个。',
}

/** Asks for a rating in `language` (ISO 639-1); undefined where we have no words. */
export const ratingQuestion = (language: string): string | undefined => QUESTIONS[language]
