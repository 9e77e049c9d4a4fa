# Made by tools/build_code_lists.py from ISO 4217 by way of iso4217 1.16.20260101 (public domain); names in Norwegian and English from Unicode CLDR by way of Babel 2.18.0 (BSD-3-Clause; Unicode-3.0).
"""Generated; do not edit."""

CURRENCIES = """
AED UAE Dirham|United Arab Emirates Dirham|emiratarabiske dirham
AFN Afghani|Afghan Afghani|afghanske afghani
ALL Lek|Albanian Lek|albanske lek
AMD Armenian Dram|armenske dram
AOA Kwanza|Angolan Kwanza|angolanske kwanza
ARS Argentine Peso|argentinske pesos
AUD Australian Dollar|australske dollar
AWG Aruban Florin|arubiske floriner
AZN Azerbaijan Manat|Azerbaijani Manat|aserbajdsjanske manat
BAM Convertible Mark|Bosnia-Herzegovina Convertible Mark|bosnisk-hercegovinske konvertible mark
BBD Barbados Dollar|Barbadian Dollar|barbadiske dollar
BDT Taka|Bangladeshi Taka|bangladeshiske taka
BHD Bahraini Dinar|bahrainske dinarer
BIF Burundi Franc|Burundian Franc|burundiske franc
BMD Bermudian Dollar|Bermudan Dollar|bermudiske dollar
BND Brunei Dollar|bruneiske dollar
BOB Boliviano|Bolivian Boliviano|bolivianske boliviano
BOV Mvdol|Bolivian Mvdol|bolivianske mvdol
BRL Brazilian Real|brasilianske real
BSD Bahamian Dollar|bahamanske dollar
BTN Ngultrum|Bhutanese Ngultrum|bhutanske ngultrum
BWP Pula|Botswanan Pula|botswanske pula
BYN Belarusian Ruble|nye belarusiske rubler
BZD Belize Dollar|beliziske dollar
CAD Canadian Dollar|kanadiske dollar
CDF Congolese Franc|kongolesiske franc
CHE WIR Euro|WIR euro
CHF Swiss Franc|sveitsiske franc
CHW WIR Franc|WIR franc
CLF Unidad de Fomento|Chilean Unit of Account (UF)|chilenske unidades de fomento
CLP Chilean Peso|chilenske pesos
CNY Yuan Renminbi|Chinese Yuan|kinesiske yuan
COP Colombian Peso|colombianske pesos
COU Unidad de Valor Real|Colombian Real Value Unit|colombianske unidad de valor real
CRC Costa Rican Colon|Costa Rican Colón|costaricanske colón
CUP Cuban Peso|kubanske pesos
CVE Cabo Verde Escudo|Cape Verdean Escudo|kappverdiske escudos
CZK Czech Koruna|tsjekkiske koruna
DJF Djibouti Franc|Djiboutian Franc|djiboutiske franc
DKK Danish Krone|danske kroner
DOP Dominican Peso|dominikanske pesos
DZD Algerian Dinar|algeriske dinarer
EGP Egyptian Pound|egyptiske pund
ERN Nakfa|Eritrean Nakfa|eritreiske nakfa
ETB Ethiopian Birr|etiopiske birr
EUR Euro|euro
FJD Fiji Dollar|Fijian Dollar|fijianske dollar
FKP Falkland Islands Pound|falklandspund
GBP Pound Sterling|British Pound|britiske pund
GEL Lari|Georgian Lari|georgiske lari
GHS Ghana Cedi|Ghanaian Cedi|ghanesiske cedi
GIP Gibraltar Pound|gibraltarske pund
GMD Dalasi|Gambian Dalasi|gambiske dalasi
GNF Guinean Franc|guineanske franc
GTQ Quetzal|Guatemalan Quetzal|guatemalanske quetzal
GYD Guyana Dollar|Guyanaese Dollar|guyanske dollar
HKD Hong Kong Dollar|Hongkong-dollar
HNL Lempira|Honduran Lempira|honduranske lempira
HTG Gourde|Haitian Gourde|haitiske gourde
HUF Forint|Hungarian Forint|ungarske forinter
IDR Rupiah|Indonesian Rupiah|indonesiske rupier
ILS New Israeli Sheqel|Israeli New Shekel|nye israelske shekler
INR Indian Rupee|indiske rupier
IQD Iraqi Dinar|irakske dinarer
IRR Iranian Rial|iranske rialer
ISK Iceland Krona|Icelandic Króna|islandske kroner
JMD Jamaican Dollar|jamaikanske dollar
JOD Jordanian Dinar|jordanske dinarer
JPY Yen|Japanese Yen|japanske yen
KES Kenyan Shilling|kenyanske shilling
KGS Som|Kyrgystani Som|kirgisiske som
KHR Riel|Cambodian Riel|kambodsjanske riel
KMF Comorian Franc |Comorian Franc|komoriske franc
KPW North Korean Won|nordkoreanske won
KRW Won|South Korean Won|sørkoreanske won
KWD Kuwaiti Dinar|kuwaitiske dinarer
KYD Cayman Islands Dollar|caymanske dollar
KZT Tenge|Kazakhstani Tenge|kasakhstanske tenge
LAK Lao Kip|Laotian Kip|laotiske kip
LBP Lebanese Pound|libanesiske pund
LKR Sri Lanka Rupee|Sri Lankan Rupee|srilankiske rupier
LRD Liberian Dollar|liberiske dollar
LSL Loti|Lesotho Loti|lesothiske loti
LYD Libyan Dinar|libyske dinarer
MAD Moroccan Dirham|marokkanske dirham
MDL Moldovan Leu|moldovske leu
MGA Malagasy Ariary|madagassiske ariary
MKD Denar|Macedonian Denar|makedonske denarer
MMK Kyat|Myanmar Kyat|myanmarske kyat
MNT Tugrik|Mongolian Tugrik|mongolske tugrik
MOP Pataca|Macanese Pataca|makaoiske pataca
MRU Ouguiya|Mauritanian Ouguiya|mauritanske ouguiya
MUR Mauritius Rupee|Mauritian Rupee|mauritiske rupier
MVR Rufiyaa|Maldivian Rufiyaa|maldiviske rufiyaa
MWK Malawi Kwacha|Malawian Kwacha|malawiske kwacha
MXN Mexican Peso|meksikanske pesos
MXV Mexican Unidad de Inversion (UDI)|Mexican Investment Unit|meksikanske unidad de inversion (UDI)
MYR Malaysian Ringgit|malaysiske ringgit
MZN Mozambique Metical|Mozambican Metical|mosambikiske metical
NAD Namibia Dollar|Namibian Dollar|namibiske dollar
NGN Naira|Nigerian Naira|nigerianske naira
NIO Cordoba Oro|Nicaraguan Córdoba|nicaraguanske córdoba
NOK Norwegian Krone|norske kroner
NPR Nepalese Rupee|nepalske rupier
NZD New Zealand Dollar|newzealandske dollar
OMR Rial Omani|Omani Rial|omanske rialer
PAB Balboa|Panamanian Balboa|panamanske balboa
PEN Sol|Peruvian Sol|peruanske sol
PGK Kina|Papua New Guinean Kina|papuanske kina
PHP Philippine Peso|filippinske pesos
PKR Pakistan Rupee|Pakistani Rupee|pakistanske rupier
PLN Zloty|Polish Zloty|polske zloty
PYG Guarani|Paraguayan Guarani|paraguayanske guarani
QAR Qatari Rial|Qatari Riyal|qatarske rialer
RON Romanian Leu|rumenske leu
RSD Serbian Dinar|serbiske dinarer
RUB Russian Ruble|russiske rubler
RWF Rwanda Franc|Rwandan Franc|rwandiske franc
SAR Saudi Riyal|saudiarabiske riyaler
SBD Solomon Islands Dollar|salomonske dollar
SCR Seychelles Rupee|Seychellois Rupee|seychelliske rupier
SDG Sudanese Pound|sudanske pund
SEK Swedish Krona|svenske kroner
SGD Singapore Dollar|singaporske dollar
SHP Saint Helena Pound|St. Helena Pound|sankthelenske pund
SLE Leone|Sierra Leonean Leone|sierraleonsk leone
SOS Somali Shilling|somaliske shilling
SRD Surinam Dollar|Surinamese Dollar|surinamske dollar
SSP South Sudanese Pound|sørsudanske pund
STN Dobra|São Tomé & Príncipe Dobra|saotomesiske dobra
SVC El Salvador Colon|Salvadoran Colón|salvadoranske colon
SYP Syrian Pound|syriske pund
SZL Lilangeni|Swazi Lilangeni|swazilandske lilangeni
THB Baht|Thai Baht|thailandske baht
TJS Somoni|Tajikistani Somoni|tadsjikiske somoni
TMT Turkmenistan New Manat|Turkmenistani Manat|turkmenske manat
TND Tunisian Dinar|tunisiske dinarer
TOP Pa’anga|Tongan Paʻanga|tonganske paʻanga
TRY Turkish Lira|tyrkiske lire
TTD Trinidad and Tobago Dollar|Trinidad & Tobago Dollar|trinidadiske dollar
TWD New Taiwan Dollar|nye taiwanske dollar
TZS Tanzanian Shilling|tanzanianske shilling
UAH Hryvnia|Ukrainian Hryvnia|ukrainske hryvnia
UGX Uganda Shilling|Ugandan Shilling|ugandiske shilling
USD US Dollar|amerikanske dollar
USN US Dollar (Next day)|amerikanske dollar (neste dag)
UYI Uruguay Peso en Unidades Indexadas (UI)|Uruguayan Peso (Indexed Units)|uruguyanske pesos (indekserte enheter)
UYU Peso Uruguayo|Uruguayan Peso|uruguayanske pesos
UYW Unidad Previsional|Uruguayan Nominal Wage Index Unit|Unidad Previsional
UZS Uzbekistan Sum|Uzbekistani Som|usbekiske som
VED Bolívar Soberano|Bolívar Soberano
VES Bolívar Soberano|Venezuelan Bolívar|venezuelanske bolivar
VND Dong|Vietnamese Dong|vietnamesiske dong
VUV Vatu|Vanuatu Vatu|vanuatiske vatu
WST Tala|Samoan Tala|samoanske tala
XAD Arab Accounting Dinar|Arab Accounting Dinar
XAF CFA Franc BEAC|Central African CFA Franc|sentralafrikanske CFA-franc
XAG Silver|sølv
XAU Gold|gull
XBA Bond Markets Unit European Composite Unit (EURCO)|European Composite Unit|europeisk sammensatt enhet
XBB Bond Markets Unit European Monetary Unit (E.M.U.-6)|European Monetary Unit|europeisk monetær enhet
XBC Bond Markets Unit European Unit of Account 9 (E.U.A.-9)|European Unit of Account (XBC)|europeisk kontoenhet (XBC)
XBD Bond Markets Unit European Unit of Account 17 (E.U.A.-17)|European Unit of Account (XBD)|europeisk kontoenhet (XBD)
XCD East Caribbean Dollar|østkaribiske dollar
XCG Caribbean Guilder|Caribbean guilder|Caribbean Guilder
XDR SDR (Special Drawing Right)|Special Drawing Rights|spesielle trekkrettigheter
XOF CFA Franc BCEAO|West African CFA Franc|vestafrikanske CFA-franc
XPD Palladium|palladium
XPF CFP Franc|CFP-franc
XPT Platinum|platina
XSU Sucre|sucre
XTS Codes specifically reserved for testing purposes|Testing Currency Code|testvalutakode
XUA ADB Unit of Account|ADB-kontoenhet
XXX The codes assigned for transactions where no currency is involved|Unknown Currency|ukjent valuta
YER Yemeni Rial|jemenittiske rialer
ZAR Rand|South African Rand|sørafrikanske rand
ZMW Zambian Kwacha|zambiske kwacha
ZWG Zimbabwe Gold|Zimbabwean Gold|Zimbabwe Gold
"""

HISTORIC = """
ADP Andorran Peseta|andorranske pesetas
AFA Afghan Afghani (1927–2002)|afgansk afghani (1927–2002)
ALK Albanian Lek (1946–1965)|albanske lek (1946–1965)
ANG Netherlands Antillean Guilder|nederlandske antillegylden
AOK Angolan Kwanza (1977–1991)|angolanske kwanza (1977–1990)
AON Angolan New Kwanza (1990–2000)|angolanske nye kwanza (1990–2000)
AOR Angolan Readjusted Kwanza (1995–1999)|angolanske omjusterte kwanza (1995–1999)
ARA Argentine Austral|argentinske australer
ARL Argentine Peso Ley (1970–1983)|argentinske peso ley
ARM Argentine Peso (1881–1970)|argentinsk pesos (1881–1970)
ARP Argentine Peso (1983–1985)|argentinske pesos (1983–1985)
ATS Austrian Schilling|østerrikske shilling
AZM Azerbaijani Manat (1993–2006)|aserbajdsjanske manat (1993–2006)
BAD Bosnia-Herzegovina Dinar (1992–1994)|bosnisk-hercegovinske dinarer (1992–1994)
BAN Bosnia-Herzegovina New Dinar (1994–1997)|nye bosnisk-hercegovinske dinarer (1994–1997)
BEC Belgian Franc (convertible)|belgiske franc (konvertible)
BEF Belgian Franc|belgiske franc
BEL Belgian Franc (financial)|belgiske franc (finansielle)
BGL Bulgarian Hard Lev|bulgarske lev (hard)
BGM Bulgarian Socialist Lev|bulgarske lev (sosialist)
BGO Bulgarian Lev (1879–1952)|bulgarske lev (1879–1952)
BOL Bolivian Boliviano (1863–1963)|bolivianske boliviano (1863–1963)
BOP Bolivian Peso|bolivianske pesos
BRB Brazilian New Cruzeiro (1967–1986)|brasilianske cruzeiro novo (1967–1986)
BRC Brazilian Cruzado (1986–1989)|brasilianske cruzados (1986–1989)
BRE Brazilian Cruzeiro (1990–1993)|brasilianske cruzeiro (1990–1993)
BRN Brazilian New Cruzado (1989–1990)|brasilianske cruzado novo (1989–1990)
BRR Brazilian Cruzeiro (1993–1994)|brasilianske cruzeiro (1993–1994)
BRZ Brazilian Cruzeiro (1942–1967)|brasilianske cruzeiro (1942–1967)
BUK Burmese Kyat|burmesiske kyat
BYB Belarusian Ruble (1994–1999)|hviterussiske nye rubler (1994–1999)
BYR Belarusian Ruble (2000–2016)|hviterussiske rubler (2000–2016)
CLE Chilean Escudo|chilenske escudo
CNX Chinese People’s Bank Dollar|Kinas folkebank dollar
CSD Serbian Dinar (2002–2006)|serbiske dinarer (2002–2006)
CSK Czechoslovak Hard Koruna|tsjekkoslovakiske koruna (hard)
CUC Cuban Convertible Peso|kubanske konvertible pesos
CYP Cypriot Pound|kypriotiske pund
DDM East German Mark|østtyske mark
DEM German Mark|tyske mark
ECS Ecuadorian Sucre|ecuadorianske sucre
ECV Ecuadorian Unit of Constant Value|ecuadorianske unidad de valor constante (UVC)
EEK Estonian Kroon|estiske kroon
ESA Spanish Peseta (A account)|spanske peseta (A–konto)
ESB Spanish Peseta (convertible account)|spanske peseta (konvertibel konto)
ESP Spanish Peseta|spanske peseta
FIM Finnish Markka|finske mark
FRF French Franc|franske franc
GEK Georgian Kupon Larit|georgiske kupon larit
GHC Ghanaian Cedi (1979–2007)|ghanesisk cedi (1979–2007)
GNS Guinean Syli|guineanske syli
GQE Equatorial Guinean Ekwele|ekvatorialguineanske ekwele guineana
GRD Greek Drachma|greske drakmer
GWE Portuguese Guinea Escudo|portugisiske guinea escudo
GWP Guinea-Bissau Peso|Guinea-Bissau-pesos
HRD Croatian Dinar|kroatiske dinarer
HRK Croatian Kuna|kroatiske kuna
IEP Irish Pound|irske pund
ILP Israeli Pound|israelske pund
ILR Israeli Shekel (1980–1985)|israelske shekler (1980–1985)
ISJ Icelandic Króna (1918–1981)|islandske kroner (1918–1981)
ITL Italian Lira|italienske lire
KRH South Korean Hwan (1953–1962)|sørkoreanske hwan (1953–1962)
KRO South Korean Won (1945–1953)|sørkoreanske won (1945–1953)
LTL Lithuanian Litas|litauiske litas
LTT Lithuanian Talonas|litauiske talonas
LUC Luxembourgian Convertible Franc|luxemburgske konvertible franc
LUF Luxembourgian Franc|luxemburgske franc
LUL Luxembourg Financial Franc|luxemburgske finansielle franc
LVL Latvian Lats|latviske lats
LVR Latvian Ruble|latviske rubler
MAF Moroccan Franc|marokkanske franc
MCF Monegasque Franc|monegaskiske franc
MDC Moldovan Cupon|moldovske cupon
MGF Malagasy Franc|madagassiske franc
MKN Macedonian Denar (1992–1993)|makedonske denarer (1992–1993)
MLF Malian Franc|maliske franc
MRO Mauritanian Ouguiya (1973–2017)|mauritanske ouguiya (1973–2017)
MTL Maltese Lira|maltesiske lira
MTP Maltese Pound|maltesiske pund
MVP Maldivian Rupee (1947–1981)|maldiviske rupier
MXP Mexican Silver Peso (1861–1992)|meksikanske sølvpesos (1861–1992)
MZE Mozambican Escudo|mosambikiske escudo
MZM Mozambican Metical (1980–2006)|gamle mosambikiske metical
NIC Nicaraguan Córdoba (1988–1991)|nicaraguanske cordoba (1988–1991)
NLG Dutch Guilder|nederlandske gylden
PEI Peruvian Inti|peruanske inti
PES Peruvian Sol (1863–1965)|peruanske sol (1863–1965)
PLZ Polish Zloty (1950–1995)|polske zloty (1950–1995)
PTE Portuguese Escudo|portugisiske escudo
RHD Rhodesian Dollar|rhodesiske dollar
ROL Romanian Leu (1952–2006)|rumenske leu (1952–2006)
RUR Russian Ruble (1991–1998)|russiske rubler (1991–1998)
SDD Sudanese Dinar (1992–2007)|sudanesiske dinarer (1992–2007)
SDP Sudanese Pound (1957–1998)|sudanesiske pund
SIT Slovenian Tolar|slovenske tolar
SKK Slovak Koruna|slovakiske koruna
SLL Sierra Leonean Leone (1964—2022)|sierraleonsk leone (1964–2022)
SRG Surinamese Guilder|surinamske gylden
STD São Tomé & Príncipe Dobra (1977–2017)|saotomesiske dobra (1977–2017)
SUR Soviet Rouble|sovjetiske rubler
TJR Tajikistani Ruble|tadsjikiske rubler
TMM Turkmenistani Manat (1993–2009)|turkmenske manat (1993–2009)
TPE Timorese Escudo|timoresiske escudo
TRL Turkish Lira (1922–2005)|tyrkiske lire (1922–2005)
UAK Ukrainian Karbovanets|ukrainske karbovanetz
UGS Ugandan Shilling (1966–1987)|ugandiske shilling (1966–1987)
USS US Dollar (Same day)|amerikanske dollar (samme dag)
UYP Uruguayan Peso (1975–1993)|uruguayanske pesos (1975–1993)
VEB Venezuelan Bolívar (1871–2008)|venezuelanske bolivar (1871–2008)
VEF Venezuelan Bolívar (2008–2018)|venezuelanske bolivar (2008–2018)
VNN Vietnamese Dong (1978–1985)|vietnamesiske dong (1978–1985)
XEU European Currency Unit|europeisk valutaenhet
XFO French Gold Franc|franske gullfranc
XFU French UIC-Franc|franske UIC-franc
XRE RINET Funds|RINET-fond
YDD Yemeni Dinar|jemenittiske dinarer
YUD Yugoslavian Hard Dinar (1966–1990)|jugoslaviske dinarer (hard)
YUM Yugoslavian New Dinar (1994–2002)|jugoslaviske noviy-dinarer
YUN Yugoslavian Convertible Dinar (1990–1992)|jugoslaviske konvertible dinarer
YUR Yugoslavian Reformed Dinar (1992–1993)|jugoslaviske reformerte dinarer (1992–1993)
ZAL South African Rand (financial)|sørafrikanske rand (finansielle)
ZMK Zambian Kwacha (1968–2012)|zambiske kwacha (1968–2012)
ZRN Zairean New Zaire (1993–1998)|zairiske nye zaire
ZRZ Zairean Zaire (1971–1993)|zairiske zaire
ZWD Zimbabwean Dollar (1980–2008)|zimbabwiske dollar (1980–2008)
ZWL Zimbabwean Dollar (2009–2024)|zimbabwisk dollar (2009)
ZWR Zimbabwean Dollar (2008)|zimbabwisk dollar (2008)
"""
