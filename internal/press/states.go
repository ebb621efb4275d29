package press

import "strings"

// state is a country as news texts name it: its names, its capital (which
// stands for its government) and the adjective of its people.
type state struct {
	code     string // ISO 3166-1 alpha-2
	names    string // separated by |
	capitals string
	people   string
}

var states = []state{
	{"US", "United States|U.S.|US|USA|America|the States", "Washington", "American|U.S.|US"},
	{"KR", "South Korea|Republic of Korea|ROK", "Seoul", "South Korean"},
	{"KP", "North Korea|DPRK", "Pyongyang", "North Korean"},
	{"RU", "Russia|Russian Federation", "Moscow|the Kremlin", "Russian"},
	{"UA", "Ukraine", "Kyiv|Kiev", "Ukrainian"},
	{"DE", "Germany", "Berlin", "German"},
	{"CH", "Switzerland", "Bern|Berne", "Swiss"},
	{"FR", "France", "Paris", "French"},
	{"GB", "United Kingdom|Britain|UK|U.K.|Great Britain", "London", "British|UK"},
	{"PL", "Poland", "Warsaw", "Polish"},
	{"EE", "Estonia", "Tallinn", "Estonian"},
	{"LV", "Latvia", "Riga", "Latvian"},
	{"LT", "Lithuania", "Vilnius", "Lithuanian"},
	{"FI", "Finland", "Helsinki", "Finnish"},
	{"SE", "Sweden", "Stockholm", "Swedish"},
	{"NO", "Norway", "Oslo", "Norwegian"},
	{"DK", "Denmark", "Copenhagen", "Danish"},
	{"NL", "Netherlands|Holland", "The Hague|Amsterdam", "Dutch"},
	{"BE", "Belgium", "Brussels", "Belgian"},
	{"ES", "Spain", "Madrid", "Spanish"},
	{"PT", "Portugal", "Lisbon", "Portuguese"},
	{"IT", "Italy", "Rome", "Italian"},
	{"AT", "Austria", "Vienna", "Austrian"},
	{"CZ", "Czech Republic|Czechia", "Prague", "Czech"},
	{"SK", "Slovakia", "Bratislava", "Slovak"},
	{"SI", "Slovenia", "Ljubljana", "Slovenian|Slovene"},
	{"HU", "Hungary", "Budapest", "Hungarian"},
	{"RO", "Romania", "Bucharest", "Romanian"},
	{"BG", "Bulgaria", "Sofia", "Bulgarian"},
	{"GR", "Greece", "Athens", "Greek"},
	{"TR", "Turkey|Türkiye", "Ankara", "Turkish"},
	{"RS", "Serbia", "Belgrade", "Serbian|Serb"},
	{"HR", "Croatia", "Zagreb", "Croatian"},
	{"BY", "Belarus", "Minsk", "Belarusian"},
	{"GE", "Georgia", "Tbilisi", "Georgian"},
	{"AM", "Armenia", "Yerevan", "Armenian"},
	{"AZ", "Azerbaijan", "Baku", "Azerbaijani|Azeri"},
	{"KZ", "Kazakhstan", "Astana", "Kazakh"},
	{"IL", "Israel", "Jerusalem|Tel Aviv", "Israeli"},
	{"IR", "Iran", "Tehran", "Iranian"},
	{"IQ", "Iraq", "Baghdad", "Iraqi"},
	{"SY", "Syria", "Damascus", "Syrian"},
	{"JO", "Jordan", "Amman", "Jordanian"},
	{"SA", "Saudi Arabia", "Riyadh", "Saudi"},
	{"AE", "United Arab Emirates|UAE|Emirates", "Abu Dhabi", "Emirati"},
	{"QA", "Qatar", "Doha", "Qatari"},
	{"EG", "Egypt", "Cairo", "Egyptian"},
	{"LY", "Libya", "Tripoli", "Libyan"},
	{"SD", "Sudan", "Khartoum", "Sudanese"},
	{"ET", "Ethiopia", "Addis Ababa", "Ethiopian"},
	{"ZA", "South Africa", "Pretoria", "South African"},
	{"NG", "Nigeria", "Abuja", "Nigerian"},
	{"CN", "China", "Beijing", "Chinese"},
	{"TW", "Taiwan", "Taipei", "Taiwanese"},
	{"JP", "Japan", "Tokyo", "Japanese"},
	{"IN", "India", "New Delhi|Delhi", "Indian"},
	{"PK", "Pakistan", "Islamabad", "Pakistani"},
	{"AF", "Afghanistan", "Kabul", "Afghan"},
	{"VN", "Vietnam", "Hanoi", "Vietnamese"},
	{"PH", "Philippines", "Manila", "Philippine|Filipino"},
	{"ID", "Indonesia", "Jakarta", "Indonesian"},
	{"AU", "Australia", "Canberra", "Australian"},
	{"NZ", "New Zealand", "Wellington", "New Zealand"},
	{"CA", "Canada", "Ottawa", "Canadian"},
	{"MX", "Mexico", "Mexico City", "Mexican"},
	{"BR", "Brazil", "Brasilia", "Brazilian"},
	{"CO", "Colombia", "Bogota", "Colombian"},
	{"EC", "Ecuador", "Quito", "Ecuadorian|Ecuadorean"},
	{"VE", "Venezuela", "Caracas", "Venezuelan"},
}

// governments holds the names and capitals that stand for a government.
var governments = func() map[string]string {
	out := map[string]string{"eu": "EU", "european union": "EU", "nato": "NATO", "united nations": "UN", "u.n.": "UN", "un": "UN"}
	for _, s := range states {
		for n := range strings.SplitSeq(s.names+"|"+s.capitals, "|") {
			out[strings.TrimPrefix(strings.ToLower(n), "the ")] = s.code
		}
	}
	return out
}()

// outlets are names of news media, in lower case and without "the".
var outlets = set2(`reuters|ap|associated press|afp|agence france-presse|agence france presse|bloomberg|wall street journal|journal|wsj|
new york times|times|nyt|washington post|post|financial times|ft|guardian|bbc|cnn|nbc|abc|cbs|fox news|msnbc|npr|yonhap|yonhap news agency|kcna|
korean central news agency|interfax|interfax-ukraine|tass|ria novosti|ria|dpa|spiegel|der spiegel|kyodo|nhk|kbs|sbs|politico|axios|xinhua|nikkei|
economist|telegraph|sky news|al jazeera|le monde|bild|welt|die welt|yle|srf|err|handelsblatt|deutsche welle|dw|ukrinform|kyiv independent|
korea herald|korea times|joongang ilbo|dong-a ilbo|donga ilbo|chosun ilbo|hankyoreh|voice of america|voa|radio free europe|rfe/rl|usa today|
los angeles times|le figaro|el pais|corriere della sera|la repubblica|haaretz|times of israel|jerusalem post|anadolu|anadolu agency|pap|ctk|
swissinfo|defense news|defence blog|stars and stripes|business insider|insider|newsweek|time magazine|vice|huffington post|buzzfeed|breitbart|
daily mail|sun|mirror|independent|irish times|globe and mail|south china morning post|global times|rossiiskaya gazeta|kommersant|izvestia|meduza`)

func set2(names string) map[string]bool {
	out := map[string]bool{}
	for n := range strings.SplitSeq(names, "|") {
		out[strings.TrimSpace(n)] = true
	}
	return out
}
