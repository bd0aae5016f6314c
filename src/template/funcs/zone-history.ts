/**
 * The zones in which an offset has had more than one abbreviation since 1970: what they were called up to a moment in
 * seconds since 1970, each abbreviation followed by its offset in seconds east of UTC. From the last of these moments
 * on they have what ZONES_BY_ABBREVIATIONS says.
 */
export const EARLIER_ABBREVIATIONS: readonly (readonly [eras: readonly string[], names: string])[] = [
  [
    ["246236400 WET0 WEST3600", "325468800 WET0 CET3600 CEST7200", "357523200 WET0 WEST3600"],
    "Africa/Algiers",
  ],
  [["448243200 WET0 WEST3600"], "Africa/Ceuta"],
  [["947930400 CAT7200 CAST10800"], "Africa/Juba Africa/Khartoum"],
  [
    [
      "386463600 CET3600 EET7200",
      "641775600 CET3600 CEST7200",
      "860108400 CET3600 EET7200",
      "875916000 CEST7200",
      "1364515200 CET3600 EET7200",
      "1382659200 CEST7200",
    ],
    "Africa/Tripoli Libya",
  ],
  [["637970400 SAST7200"], "Africa/Windhoek"],
  [["436363200 BST-39600 BDT-36000", "439034400 AHST-36000"], "America/Adak America/Atka US/Aleutian"],
  [["436359600 AHST-36000 AHDT-32400", "439030800 YST-32400"], "America/Anchorage US/Alaska"],
  [["1288508400 MST-25200 MDT-21600 CDT-18000"], "America/Bahia_Banderas"],
  [
    ["941356800 MST-25200 MDT-21600", "972802800 CST-21600 CDT-18000", "986115600 CST-21600 EST-18000"],
    "America/Cambridge_Bay",
  ],
  [
    [
      "828864000 CST-21600 EST-18000",
      "877849200 CST-21600 CDT-18000",
      "902037600 EST-18000 EDT-14400",
      "1422777600 CST-21600 CDT-18000",
    ],
    "America/Cancun",
  ],
  [["891766800 CST-21600 CDT-18000", "1667116800 MST-25200 MDT-21600"], "America/Chihuahua"],
  [
    ["891766800 CST-21600 CDT-18000", "1667116800 MST-25200 MDT-21600", "1678611600 MST-25200 CST-21600"],
    "America/Ciudad_Juarez",
  ],
  [["1604214000 YST-32400 PST-28800 PDT-25200"], "America/Dawson"],
  [["84013200 PST-28800 PDT-25200"], "America/Dawson_Creek"],
  [["1425808800 PST-28800 PDT-25200"], "America/Fort_Nelson"],
  [["1425798000 EST-18000 EDT-14400", "1520751600 AST-14400"], "America/Grand_Turk"],
  [
    ["688546800 CST-21600 CDT-18000", "1143961200 EST-18000"],
    "America/Indiana/Knox America/Knox_IN US/Indiana-Starke",
  ],
  [
    ["126687600 EST-18000 EDT-14400", "152089200 CDT-18000"],
    "America/Indiana/Marengo America/Kentucky/Louisville America/Louisville",
  ],
  [
    ["247042800 CST-21600 CDT-18000", "1143961200 EST-18000", "1194159600 CST-21600 CDT-18000"],
    "America/Indiana/Petersburg",
  ],
  [["1143961200 EST-18000 EDT-14400"], "America/Indiana/Tell_City"],
  [["1143961200 EST-18000 EDT-14400", "1194159600 CST-21600 CDT-18000"], "America/Indiana/Vincennes"],
  [["1143961200 EST-18000 EDT-14400", "1194156000 CST-21600 CDT-18000 EDT-14400"], "America/Indiana/Winamac"],
  [["309945600 PST-28800 PDT-25200 MDT-21600"], "America/Inuvik"],
  [["954662400 CST-21600 EST-18000 EDT-14400", "972802800 CDT-18000"], "America/Iqaluit America/Pangnirtung"],
  [
    ["325677600 PST-28800 PDT-25200", "341402400 YDT-28800", "439030800 YST-32400 PST-28800 PDT-25200"],
    "America/Juneau",
  ],
  [["972802800 CST-21600 CDT-18000"], "America/Kentucky/Monticello"],
  [
    ["290584800 CST-21600 EST-18000", "694260000 CST-21600 CDT-18000", "1113112800 CST-21600 EST-18000"],
    "America/Managua",
  ],
  [["104914800 EST-18000"], "America/Menominee"],
  [["828864000 CST-21600 EST-18000"], "America/Merida"],
  [
    [
      "1457866800 AKST-32400 PST-28800 PDT-25200",
      "1541325600 AKST-32400 AKDT-28800",
      "1552215600 AKST-32400 PST-28800",
    ],
    "America/Metlakatla",
  ],
  [["439030800 BST-39600 BDT-36000 YST-32400"], "America/Nome"],
  [["1289116800 MST-25200 MDT-21600"], "America/North_Dakota/Beulah"],
  [["720000000 MST-25200 MDT-21600"], "America/North_Dakota/Center"],
  [["1067155200 MST-25200 MDT-21600"], "America/North_Dakota/New_Salem"],
  [["891766800 CST-21600 CDT-18000", "1667116800 MST-25200 MDT-21600"], "America/Ojinaga"],
  [["972802800 CST-21600 CDT-18000", "986112000 EST-18000"], "America/Rankin_Inlet"],
  [
    [
      "972802800 CST-21600 CDT-18000",
      "986112000 EST-18000",
      "1162105200 CST-21600 CDT-18000",
      "1173600000 EST-18000",
    ],
    "America/Resolute",
  ],
  [["439030800 YST-32400 PST-28800 PDT-25200"], "America/Sitka"],
  [["1604214000 PST-28800 PDT-25200"], "America/Whitehorse Canada/Yukon"],
  [["439030800 YST-32400 YDT-28800"], "America/Yakutat"],
  [["1666908000 EET7200 EEST10800"], "Asia/Amman"],
  [["1666904400 EET7200 EEST10800"], "Asia/Damascus"],
  [["1473282000 EET7200 EEST10800", "1521939600 EET7200"], "Asia/Famagusta"],
  [["820447200 IST7200 IDT10800"], "Asia/Gaza Asia/Hebron"],
  [
    ["267915600 EET7200 EEST10800", "482799600 EET7200", "1473195600 EET7200 EEST10800"],
    "Asia/Istanbul Europe/Istanbul Turkey",
  ],
  [["38775600"], "Asia/Karachi"],
  [["725421600", "740278800 WET0 WEST3600"], "Atlantic/Azores"],
  [["641944800 MSK10800 MSD14400"], "Europe/Chisinau Europe/Tiraspol"],
  [["606870000 MSK10800 MSD14400", "1301184000 EET7200 EEST10800"], "Europe/Kaliningrad"],
  [["646783200 MSK10800 MSD14400"], "Europe/Kiev Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye"],
  [["606866400", "670374000 MSK10800 MSD14400", "701820000", "1301180400 MSK10800 MSD14400"], "Europe/Kirov"],
  [
    ["228268800 WET0 CET3600", "717555600 WET0 WEST3600", "828234000 CET3600 CEST7200"],
    "Europe/Lisbon Portugal",
  ],
  [["670374000 MSK10800 MSD14400", "1301184000 EET7200 EEST10800"], "Europe/Minsk"],
  [
    ["670374000 MSK10800 MSD14400", "695779200 EET7200 EEST10800", "1301180400 MSK10800 MSD14400"],
    "Europe/Moscow W-SU",
  ],
  [["606870000 MSK10800 MSD14400"], "Europe/Riga Europe/Tallinn"],
  [
    [
      "701827200 EET7200 MSK10800 MSD14400",
      "780447600 EET7200 EEST10800 MSD14400",
      "859683600 MSK10800 MSD14400",
      "1414274400 EET7200 EEST10800 MSK14400",
    ],
    "Europe/Simferopol",
  ],
  [
    ["606870000 MSK10800 MSD14400", "891133200 EET7200 EEST10800", "941331600 CET3600 CEST7200"],
    "Europe/Vilnius",
  ],
  [
    [
      "575416800",
      "670374000 MSK10800 MSD14400",
      "701820000",
      "1301180400 MSK10800 MSD14400",
      "1540681200 MSK10800 MSK14400",
    ],
    "Europe/Volgograd",
  ],
  [["977493600 GST36000 GDT39600"], "Pacific/Guam Pacific/Saipan"],
];
