/**
 * What customers write most in other languages: words of service and small words. A `telling` word is read as nothing else
 * in English, not even as a typing error or a name; a `small` one may be, and counts only beside others. Words that several
 * languages share stand with each. Written as people write them; marks and capitals do not matter.
 */
export interface LanguageWords {
  telling: string
  small: string
}

export const LANGUAGE_WORDS: Readonly<Record<string, LanguageWords>> = {
  de: {
    telling: `zurück bestellung bestellungen bestellt bestellnummer rechnung rechnungen lieferung liefern geliefert lieferzeit
      versand versandkosten rückgabe rücksendung zurückgeben zurückschicken umtausch umtauschen erstattung
      rückerstattung paket sendung sendungsnummer stornieren stornierung kündigen widerruf widerrufen bezahlen bezahlt
      bezahlung zahlung kaputt defekt beschädigt hilfe helfen danke dankeschön bitte guten morgen abend servus tschüss
      nein wann warum wieso wie wohin mitarbeiter mensch kundenservice kundendienst beschwerde passwort vergessen
      anmelden konto adresse ändern garantie gutschein verspätet angekommen noch nicht kein keine meine ich möchte
      haben funktioniert geht öffnungszeiten verfügbar größe ladegerät kopfhörer gutschrift frage sprechen deutsch
      wirklich sofort`,
    small: `schön schönen wo ist das der die und mit ein eine mir es zu von für auf wer was bin hat order status code tag reparatur
      retoure artikel service geld hallo mein`,
  },
  nl: {
    telling: `sturen stuur bestelling bestellingen besteld bestelnummer factuur rekening levering leveren geleverd bezorging bezorgd
      bezorgen levertijd verzendkosten verzending retourneren terugsturen terugbetaling terugbetalen geld pakket
      pakketje zending annuleren annulering opzeggen betaling betalen betaald kapot beschadigd hulp helpen bedankt
      dankjewel dankuwel alstublieft alsjeblieft goedemorgen goedemiddag goedenavond goedendag hoi doei wanneer waarom
      medewerker klantenservice klacht wachtwoord vergeten inloggen adres wijzigen garantie kadobon cadeaubon
      vertraagd aangekomen nog niet geen mijn ik graag werkt openingstijden beschikbaar oplader koptelefoon vraag
      spreken nederlands meteen omruilen`,
    small: `dank je wel jullie is het een de en van voor op te met mij dat wie wat kan order status code retour account reparatie artikel
      service stuk hallo nee waar hoe mens ruilen`,
  },
  fr: {
    telling: `commande commandes commandé facture factures livraison livré livrer délai retourner renvoyer renvoi
      remboursement rembourser remboursé argent colis paquet suivi annuler résilier paiement payé cassé
      cassée abîmé endommagé défectueux merci beaucoup bonjour bonsoir salut coucou oui quand pourquoi combien où
      conseiller humain plainte oublié connexion compte adresse modifier garantie toujours pas je voudrais veux besoin
      fonctionne démarre horaires disponible taille chargeur casque français parler vous avez svp numéro échange échanger reçu`,
    small: `annulation est le la les un une de des du et en pour sur que qui ne si mon plus order code service retour article question stock
      client commander payer aide aidez comment mot passe changer bon retard arrivé ma mes marche`,
  },
  es: {
    telling: `pedido pedidos factura facturas envío enviar enviado entrega entregado devolver devolución reembolso dinero
      paquete seguimiento cancelar cancelación anular pagar pagado dañado defectuoso ayuda ayúdame gracias hola buenos
      buenas días tardes noches cuándo dónde cuánto cómo porqué humano queja reclamación contraseña olvidado cuenta
      dirección cambiar garantía cupón descuento retraso llegado llega todavía quiero necesito funciona horario
      disponible talla cargador auriculares español hablar usted tienen número está tarda compra comprar`,
    small: `muchas muchos llegado ha el la los las un una de del y en por para con que no sí si es mi me order code error agente correo tarjeta
      problema cliente pago roto rota persona favor`,
  },
  it: {
    telling: `ordine ordini ordinato fattura fatture consegna consegnato consegnare spedizione spedito restituire restituzione
      rimborso rimborsare soldi pacco tracciamento annullare annullamento disdire pagamento pagare pagato rotta
      danneggiato difettoso aiuto aiutatemi grazie buongiorno buonasera quando perché quanto operatore umano
      reclamo dimenticato accedere indirizzo cambiare modificare garanzia sconto ritardo arrivato voglio vorrei
      funziona orari disponibile taglia caricatore cuffie italiano parlare avete favore numero sostituzione assistenza
      dov'è cos'è`,
    small: `ciao il lo la gli un una di del della e in per con che non si no è sono mi password order account problema persona
      servizio reso rotto salve dove ancora mio prego`,
  },
  pt: {
    telling: `encomenda encomendas pedido pedidos fatura entrega entregue entregar envio enviar devolver devolução reembolso
      dinheiro pacote rastreio rastreamento cancelar cancelamento pagamento pagar quebrado danificado defeituoso ajuda
      obrigado obrigada tarde noite quando onde porquê quanto atendente humano reclamação senha esqueci endereço mudar
      alterar garantia desconto atraso atrasado chegou ainda meu minha quero preciso funciona horário disponível
      tamanho carregador português falar você não número está troca trocar`,
    small: `o a os as um uma de do da e em por para com que sim é eu me order código loja cliente produto problema pago
      partido olá oi bom boa pessoa conta morada`,
  },
  pl: {
    telling: `zamówienie zamówienia zamówień zamówiłem faktura faktury dostawa dostawy dostarczone przesyłka paczka paczki
      wysyłka zwrot zwrotu zwrócić pieniądze pieniędzy anulować anulowanie płatność zapłacić zapłaciłem zepsuty
      zepsute uszkodzony uszkodzona pomoc pomocy dziękuję dzięki dzień dobry cześć witam proszę kiedy gdzie dlaczego
      człowiek konsultant reklamacja hasło hasła zapomniałem logowanie zmienić zmiana gwarancja rabat opóźnienie
      doszła dotarła jeszcze nie mój moja moje chcę potrzebuję działa godziny otwarcia dostępny rozmiar ładowarka
      słuchawki rozmawiać jest`,
    small: `w z do na to i co czy się mi ma tak za od po status problem sklep numer jak ile konto adres adresu polski`,
  },
  sv: {
    telling: `beställning beställningar beställt faktura leverans levererat leverera frakt returnera retur återbetalning paket
      paketet avbeställa avboka betalning betala betalat trasig trasiga skadad hjälp hjälpa tack snälla hej hejsan
      hallå morgon nej när varför människa kundtjänst klagomål reklamation lösenord glömt inloggning konto adressen
      ändra garanti rabatt försenad försenat kommit ännu inte vill behöver fungerar öppettider tillgänglig storlek
      laddare hörlurar svenska prata någon ordernummer byta mycket`,
    small: `var är en ett och i på av för med att det som jag har om till order status kod pengar god ja vart hur adress
      fram min mitt`,
  },
  da: {
    telling: `bestilling bestillinger bestilt faktura levering leveret levere fragt returnere retur refundering
      tilbagebetaling penge pakke pakken annullere afbestille betaling betale betalt ødelagt beskadiget hjælp hjælpe
      tak hej goddag nej hvornår hvorfor hvor hvordan menneske kundeservice klage adgangskode kodeord glemt konto
      adresse ændre garanti rabat forsinket ankommet endnu ikke gerne virker åbningstider tilgængelig størrelse
      oplader høretelefoner dansk snakke nogen venligst bytte`,
    small: `er en et og i på af til med at det som jeg har om den status kode for ordre ja mit min vil brug tale mange`,
  },
  no: {
    telling: `bestilling bestillingen bestilt faktura levering levert levere frakt returnere retur refusjon tilbakebetaling
      penger pakke pakken avbestille kansellere betaling betale betalt ødelagt skadet hjelp hjelpe takk hei nei når
      hvorfor hvor hvordan menneske kundeservice klage passord glemt konto adresse endre garanti rabatt forsinket
      kommet ennå ikke gjerne trenger virker fungerer åpningstider tilgjengelig størrelse hodetelefoner norsk snakke
      noen vennligst bytte tusen`,
    small: `er en et og i på av til med at det som jeg har om den status kode for ordre ja mitt min vil lader mange`,
  },
  fi: {
    telling: `tilaus tilaukseni tilausta tilauksen tilasin lasku laskun toimitus toimituksen toimitusaika palautus palauttaa
      hyvitys rahat rahani takaisin paketti pakettini peruuttaa peruutus maksu maksaa maksoin viallinen vaurioitunut
      apua auttaa kiitos kiitti huomenta päivää kyllä ei milloin koska missä miksi miten kuinka ihminen asiakaspalvelu
      asiakaspalvelija valitus reklamaatio salasana unohdin kirjautuminen osoite osoitteen muuttaa vaihtaa takuu
      alennus myöhässä saapunut vielä minun haluan tarvitsen toimii aukioloajat saatavilla laturi kuulokkeet suomeksi
      puhua jonkun`,
    small: `on ja se en ole mun mä mikä kun tai jo status rikki hei moi terve tili toimi koko suomi`,
  },
  cs: {
    telling: `nepřišlo nepřišla nedorazila objednávka objednávky objednávku objednal faktura fakturu doručení doručeno dodání doprava zásilka zásilku balík
      balíček vrácení vrátit reklamace reklamaci peníze zrušit zrušení platba zaplatit zaplaceno rozbité rozbitý
      poškozené poškozený pomoc pomozte děkuji díky dobrý ahoj prosím kdy proč kolik člověk zákaznický stížnost heslo
      zapomněl přihlášení účet adresa adresu změnit změna záruka sleva zpoždění dorazila přišla ještě nefunguje můj
      chci potřebuji otevírací dostupné velikost nabíječka sluchátka česky mluvit`,
    small: `je v na se to a s z do ne si mi co jsem status objednat číslo den kde jak moje ano`,
  },
  tr: {
    telling: `sipariş siparişim siparişi siparişimi fatura faturam teslimat teslim kargo kargom iade iadesi paket paketim
      iptal ödeme ödedim bozuk kırık hasarlı yardım yardımcı teşekkürler teşekkür sağol lütfen merhaba selam günaydın
      evet hayır nerede neden niye nasıl kadar temsilci müşteri hizmetleri şikayet şifre şifremi unuttum giriş hesap
      hesabım adresi değiştirmek değiştir garanti indirim gecikti gelmedi geldi henüz hâlâ benim istiyorum lazım
      çalışmıyor çalışma saatleri mevcut beden şarj kulaklık türkçe konuşmak değil`,
    small: `ve bir bu ne mi var yok ama için ile de da çok iyi para param zaman insan adres biri`,
  },
  ro: {
    telling: `comandă comanda comenzi comandat factură factura livrare livrarea livrat retur returna returnare rambursare
      banii colet coletul pachet anulare anula anulez plată plata plătit plăti stricat deteriorat ajutor ajutați
      mulțumesc mersi bună salut ziua seara când persoană angajat plângere parola parolă uitat autentificare contul
      adresă adresa schimba schimbare garanție întârziere ajuns încă vreau doresc nevoie funcționează disponibil
      mărime încărcător căști română vorbesc vorbi cineva numărul`,
    small: `este la de și pe cu în un o nu da ce mi să am client problema bani defect unde cum cât cont meu mea program rog`,
  },
  hu: {
    telling: `rendelés rendelésem rendelésemet rendeltem számla számlát szállítás kiszállítás szállítási visszaküldés
      visszaküldeni visszatérítés pénz pénzem pénzt csomag csomagom csomagot lemondás lemondani törlés fizetés fizetni
      fizettem törött hibás sérült segítség segítsen segíteni köszönöm köszi kérem szia sziasztok üdv napot igen mikor
      miért hogyan mennyi ügyintéző ügyfélszolgálat panasz reklamáció jelszó jelszavam elfelejtettem belépés fiók cím
      címet módosítani garancia kedvezmény késik megérkezett még szeretnék akarok működik nyitvatartás elérhető méret
      töltő fülhallgató magyar magyarul beszélni valakivel`,
    small: `a az és van egy hogy ez is de mi meg már ha státusz jó nem hol ember kell`,
  },
}

// Function words that other languages write the same; knowing them does not make a message English.
export const SHARED_WORDS: ReadonlySet<string> = new Set(
  'a an in is no on me we he die was war also am as i so te man des do la de pro via den'.split(' '),
)
