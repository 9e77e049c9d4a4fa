# Made by tools/build_code_lists.py from ISO 3166-1 by way of iso3166 3.0.0 (MIT, Mike Spindel); names in Norwegian and English from Unicode CLDR by way of Babel 2.18.0 (BSD-3-Clause; Unicode-3.0).
"""Generated; do not edit."""

COUNTRIES = """
AD AND 020 Andorra|Andorra
AE ARE 784 United Arab Emirates|De forente arabiske emirater
AF AFG 004 Afghanistan|Afghanistan
AG ATG 028 Antigua and Barbuda|Antigua & Barbuda|Antigua og Barbuda
AI AIA 660 Anguilla|Anguilla
AL ALB 008 Albania|Albania
AM ARM 051 Armenia|Armenia
AO AGO 024 Angola|Angola
AQ ATA 010 Antarctica|Antarktis
AR ARG 032 Argentina|Argentina
AS ASM 016 American Samoa|Amerikansk Samoa
AT AUT 040 Austria|Østerrike
AU AUS 036 Australia|Australia
AW ABW 533 Aruba|Aruba
AX ALA 248 Åland Islands|Åland
AZ AZE 031 Azerbaijan|Aserbajdsjan
BA BIH 070 Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia-Hercegovina
BB BRB 052 Barbados|Barbados
BD BGD 050 Bangladesh|Bangladesh
BE BEL 056 Belgium|Belgia
BF BFA 854 Burkina Faso|Burkina Faso
BG BGR 100 Bulgaria|Bulgaria
BH BHR 048 Bahrain|Bahrain
BI BDI 108 Burundi|Burundi
BJ BEN 204 Benin|Benin
BL BLM 652 Saint Barthélemy|St. Barthélemy|Saint-Barthélemy
BM BMU 060 Bermuda|Bermuda
BN BRN 096 Brunei Darussalam|Brunei|Brunei
BO BOL 068 Bolivia, Plurinational State of|Bolivia|Bolivia
BQ BES 535 Bonaire, Sint Eustatius and Saba|Caribbean Netherlands|Karibisk Nederland
BR BRA 076 Brazil|Brasil
BS BHS 044 Bahamas|Bahamas
BT BTN 064 Bhutan|Bhutan
BV BVT 074 Bouvet Island|Bouvetøya
BW BWA 072 Botswana|Botswana
BY BLR 112 Belarus|Belarus
BZ BLZ 084 Belize|Belize
CA CAN 124 Canada|Canada
CC CCK 166 Cocos (Keeling) Islands|Kokosøyene
CD COD 180 Congo, Democratic Republic of the|Congo - Kinshasa|Kongo
CF CAF 140 Central African Republic|Den sentralafrikanske republikk
CG COG 178 Congo|Congo - Brazzaville|Kongo-Brazzaville
CH CHE 756 Switzerland|Sveits
CI CIV 384 Côte d'Ivoire|Côte d’Ivoire|Elfenbenskysten
CK COK 184 Cook Islands|Cookøyene
CL CHL 152 Chile|Chile
CM CMR 120 Cameroon|Kamerun
CN CHN 156 China|Kina
CO COL 170 Colombia|Colombia
CR CRI 188 Costa Rica|Costa Rica
CU CUB 192 Cuba|Cuba
CV CPV 132 Cabo Verde|Cape Verde|Kapp Verde
CW CUW 531 Curaçao|Curaçao
CX CXR 162 Christmas Island|Christmasøya
CY CYP 196 Cyprus|Kypros
CZ CZE 203 Czechia|Tsjekkia
DE DEU 276 Germany|Tyskland
DJ DJI 262 Djibouti|Djibouti
DK DNK 208 Denmark|Danmark
DM DMA 212 Dominica|Dominica
DO DOM 214 Dominican Republic|Den dominikanske republikk
DZ DZA 012 Algeria|Algerie
EC ECU 218 Ecuador|Ecuador
EE EST 233 Estonia|Estland
EG EGY 818 Egypt|Egypt
EH ESH 732 Western Sahara|Vest-Sahara
ER ERI 232 Eritrea|Eritrea
ES ESP 724 Spain|Spania
ET ETH 231 Ethiopia|Etiopia
FI FIN 246 Finland|Finland
FJ FJI 242 Fiji|Fiji
FK FLK 238 Falkland Islands (Malvinas)|Falkland Islands|Falklandsøyene
FM FSM 583 Micronesia, Federated States of|Micronesia|Mikronesiaføderasjonen
FO FRO 234 Faroe Islands|Færøyene
FR FRA 250 France|Frankrike
GA GAB 266 Gabon|Gabon
GB GBR 826 United Kingdom of Great Britain and Northern Ireland|United Kingdom|Storbritannia
GD GRD 308 Grenada|Grenada
GE GEO 268 Georgia|Georgia
GF GUF 254 French Guiana|Fransk Guyana
GG GGY 831 Guernsey|Guernsey
GH GHA 288 Ghana|Ghana
GI GIB 292 Gibraltar|Gibraltar
GL GRL 304 Greenland|Grønland
GM GMB 270 Gambia|Gambia
GN GIN 324 Guinea|Guinea
GP GLP 312 Guadeloupe|Guadeloupe
GQ GNQ 226 Equatorial Guinea|Ekvatorial-Guinea
GR GRC 300 Greece|Hellas
GS SGS 239 South Georgia and the South Sandwich Islands|South Georgia & South Sandwich Islands|Sør-Georgia og Sør-Sandwichøyene
GT GTM 320 Guatemala|Guatemala
GU GUM 316 Guam|Guam
GW GNB 624 Guinea-Bissau|Guinea-Bissau
GY GUY 328 Guyana|Guyana
HK HKG 344 Hong Kong|Hong Kong SAR China|Hongkong SAR Kina
HM HMD 334 Heard Island and McDonald Islands|Heard & McDonald Islands|Heard- og McDonaldøyene
HN HND 340 Honduras|Honduras
HR HRV 191 Croatia|Kroatia
HT HTI 332 Haiti|Haiti
HU HUN 348 Hungary|Ungarn
ID IDN 360 Indonesia|Indonesia
IE IRL 372 Ireland|Irland
IL ISR 376 Israel|Israel
IM IMN 833 Isle of Man|Man
IN IND 356 India|India
IO IOT 086 British Indian Ocean Territory|Det britiske territoriet i Indiahavet
IQ IRQ 368 Iraq|Irak
IR IRN 364 Iran, Islamic Republic of|Iran|Iran
IS ISL 352 Iceland|Island
IT ITA 380 Italy|Italia
JE JEY 832 Jersey|Jersey
JM JAM 388 Jamaica|Jamaica
JO JOR 400 Jordan|Jordan
JP JPN 392 Japan|Japan
KE KEN 404 Kenya|Kenya
KG KGZ 417 Kyrgyzstan|Kirgisistan
KH KHM 116 Cambodia|Kambodsja
KI KIR 296 Kiribati|Kiribati
KM COM 174 Comoros|Komorene
KN KNA 659 Saint Kitts and Nevis|St. Kitts & Nevis|Saint Kitts og Nevis
KP PRK 408 Korea, Democratic People's Republic of|North Korea|Nord-Korea
KR KOR 410 Korea, Republic of|South Korea|Sør-Korea
KW KWT 414 Kuwait|Kuwait
KY CYM 136 Cayman Islands|Caymanøyene
KZ KAZ 398 Kazakhstan|Kasakhstan
LA LAO 418 Lao People's Democratic Republic|Laos|Laos
LB LBN 422 Lebanon|Libanon
LC LCA 662 Saint Lucia|St. Lucia|St. Lucia
LI LIE 438 Liechtenstein|Liechtenstein
LK LKA 144 Sri Lanka|Sri Lanka
LR LBR 430 Liberia|Liberia
LS LSO 426 Lesotho|Lesotho
LT LTU 440 Lithuania|Litauen
LU LUX 442 Luxembourg|Luxemburg
LV LVA 428 Latvia|Latvia
LY LBY 434 Libya|Libya
MA MAR 504 Morocco|Marokko
MC MCO 492 Monaco|Monaco
MD MDA 498 Moldova, Republic of|Moldova|Moldova
ME MNE 499 Montenegro|Montenegro
MF MAF 663 Saint Martin (French part)|St. Martin|Saint-Martin
MG MDG 450 Madagascar|Madagaskar
MH MHL 584 Marshall Islands|Marshalløyene
MK MKD 807 North Macedonia|Nord-Makedonia
ML MLI 466 Mali|Mali
MM MMR 104 Myanmar|Myanmar (Burma)|Myanmar (Burma)
MN MNG 496 Mongolia|Mongolia
MO MAC 446 Macao|Macao SAR China|Macao SAR Kina
MP MNP 580 Northern Mariana Islands|Nord-Marianene
MQ MTQ 474 Martinique|Martinique
MR MRT 478 Mauritania|Mauritania
MS MSR 500 Montserrat|Montserrat
MT MLT 470 Malta|Malta
MU MUS 480 Mauritius|Mauritius
MV MDV 462 Maldives|Maldivene
MW MWI 454 Malawi|Malawi
MX MEX 484 Mexico|Mexico
MY MYS 458 Malaysia|Malaysia
MZ MOZ 508 Mozambique|Mosambik
NA NAM 516 Namibia|Namibia
NC NCL 540 New Caledonia|Ny-Caledonia
NE NER 562 Niger|Niger
NF NFK 574 Norfolk Island|Norfolkøya
NG NGA 566 Nigeria|Nigeria
NI NIC 558 Nicaragua|Nicaragua
NL NLD 528 Netherlands|Nederland
NO NOR 578 Norway|Norge
NP NPL 524 Nepal|Nepal
NR NRU 520 Naoero|Nauru|Nauru
NU NIU 570 Niue|Niue
NZ NZL 554 New Zealand|New Zealand
OM OMN 512 Oman|Oman
PA PAN 591 Panama|Panama
PE PER 604 Peru|Peru
PF PYF 258 French Polynesia|Fransk Polynesia
PG PNG 598 Papua New Guinea|Papua Ny-Guinea
PH PHL 608 Philippines|Filippinene
PK PAK 586 Pakistan|Pakistan
PL POL 616 Poland|Polen
PM SPM 666 Saint Pierre and Miquelon|St. Pierre & Miquelon|Saint-Pierre-et-Miquelon
PN PCN 612 Pitcairn|Pitcairn Islands|Pitcairnøyene
PR PRI 630 Puerto Rico|Puerto Rico
PS PSE 275 Palestine, State of|Palestine|Palestinian Territories|Det palestinske området
PT PRT 620 Portugal|Portugal
PW PLW 585 Palau|Palau
PY PRY 600 Paraguay|Paraguay
QA QAT 634 Qatar|Qatar
RE REU 638 Réunion|Réunion
RO ROU 642 Romania|Romania
RS SRB 688 Serbia|Serbia
RU RUS 643 Russian Federation|Russia|Russland
RW RWA 646 Rwanda|Rwanda
SA SAU 682 Saudi Arabia|Saudi-Arabia
SB SLB 090 Solomon Islands|Salomonøyene
SC SYC 690 Seychelles|Seychellene
SD SDN 729 Sudan|Sudan
SE SWE 752 Sweden|Sverige
SG SGP 702 Singapore|Singapore
SH SHN 654 Saint Helena, Ascension and Tristan da Cunha|St. Helena|St. Helena
SI SVN 705 Slovenia|Slovenia
SJ SJM 744 Svalbard and Jan Mayen|Svalbard & Jan Mayen|Svalbard og Jan Mayen
SK SVK 703 Slovakia|Slovakia
SL SLE 694 Sierra Leone|Sierra Leone
SM SMR 674 San Marino|San Marino
SN SEN 686 Senegal|Senegal
SO SOM 706 Somalia|Somalia
SR SUR 740 Suriname|Surinam
SS SSD 728 South Sudan|Sør-Sudan
ST STP 678 Sao Tome and Principe|São Tomé & Príncipe|São Tomé og Príncipe
SV SLV 222 El Salvador|El Salvador
SX SXM 534 Sint Maarten (Dutch part)|Sint Maarten|Sint Maarten
SY SYR 760 Syrian Arab Republic|Syria|Syria
SZ SWZ 748 Eswatini|Eswatini
TC TCA 796 Turks and Caicos Islands|Turks & Caicos Islands|Turks- og Caicosøyene
TD TCD 148 Chad|Tsjad
TF ATF 260 French Southern Territories|De franske sørterritorier
TG TGO 768 Togo|Togo
TH THA 764 Thailand|Thailand
TJ TJK 762 Tajikistan|Tadsjikistan
TK TKL 772 Tokelau|Tokelau
TL TLS 626 Timor-Leste|Øst-Timor
TM TKM 795 Turkmenistan|Turkmenistan
TN TUN 788 Tunisia|Tunisia
TO TON 776 Tonga|Tonga
TR TUR 792 Türkiye|Tyrkia
TT TTO 780 Trinidad and Tobago|Trinidad & Tobago|Trinidad og Tobago
TV TUV 798 Tuvalu|Tuvalu
TW TWN 158 Taiwan, Province of China|Taiwan|Taiwan
TZ TZA 834 Tanzania, United Republic of|Tanzania|Tanzania
UA UKR 804 Ukraine|Ukraina
UG UGA 800 Uganda|Uganda
UM UMI 581 United States Minor Outlying Islands|U.S. Outlying Islands|USAs ytre øyer
US USA 840 United States of America|United States|USA
UY URY 858 Uruguay|Uruguay
UZ UZB 860 Uzbekistan|Usbekistan
VA VAT 336 Holy See|Vatican City|Vatikanstaten
VC VCT 670 Saint Vincent and the Grenadines|St. Vincent & Grenadines|St. Vincent og Grenadinene
VE VEN 862 Venezuela, Bolivarian Republic of|Venezuela|Venezuela
VG VGB 092 Virgin Islands, British|British Virgin Islands|De britiske jomfruøyene
VI VIR 850 Virgin Islands, U.S.|U.S. Virgin Islands|De amerikanske jomfruøyene
VN VNM 704 Viet Nam|Vietnam|Vietnam
VU VUT 548 Vanuatu|Vanuatu
WF WLF 876 Wallis and Futuna|Wallis & Futuna|Wallis og Futuna
WS WSM 882 Samoa|Samoa
XK XKX 983 Kosovo|Kosovo
YE YEM 887 Yemen|Jemen
YT MYT 175 Mayotte|Mayotte
ZA ZAF 710 South Africa|Sør-Afrika
ZM ZMB 894 Zambia|Zambia
ZW ZWE 716 Zimbabwe|Zimbabwe
"""
